package dev.hyphadb.core.query.text;

/**
 * Small letters without their accents: what Unicode decomposes into a letter and marks (NFD) in
 * Latin, Greek and Cyrillic, and the Latin letters with a stroke. A table of our own, since TeaVM
 * has no {@code java.text.Normalizer}.
 */
final class Accents {
  private static final int END = 0x2000;

  /** A bare letter, then the letters that become it. */
  private static final String[] LETTERS = {
    "aàáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ",
    "bḃḅḇƀ",
    "cçćĉċčḉ",
    "dďḋḍḏḑḓđð",
    "eèéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ",
    "fḟ",
    "gĝğġģǧǵḡǥ",
    "hĥȟḣḥḧḩḫẖħ",
    "iìíîïĩīĭįİǐȉȋḭḯỉịı",
    "jĵǰ",
    "kķǩḱḳḵ",
    "lĺļľḷḹḻḽł",
    "mḿṁṃ",
    "nñńņňǹṅṇṉṋ",
    "oòóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợøǿ",
    "pṕṗ",
    "rŕŗřȑȓṙṛṝṟ",
    "sſśŝşšșṡṣṥṧṩ",
    "tţťțṫṭṯṱẗŧ",
    "uùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự",
    "vṽṿ",
    "wŵẁẃẅẇẉẘ",
    "xẋẍ",
    "yýÿŷȳẏẙỳỵỷỹ",
    "zźżžẑẓẕ",
    "ʒǯ",
    "αάἀἁἂἃἄἅἆἇὰάᾀᾁᾂᾃᾄᾅᾆᾇᾰᾱᾲᾳᾴᾶᾷ",
    "εέἐἑἒἓἔἕὲέ",
    "ηήἠἡἢἣἤἥἦἧὴήᾐᾑᾒᾓᾔᾕᾖᾗῂῃῄῆῇ",
    "ιΐίϊἰἱἲἳἴἵἶἷὶίῐῑῒΐῖῗ",
    "οόὀὁὂὃὄὅὸό",
    "ρῤῥ",
    "υΰϋύὐὑὒὓὔὕὖὗὺύῠῡῢΰῦῧ",
    "ωώὠὡὢὣὤὥὦὧὼώᾠᾡᾢᾣᾤᾥᾦᾧῲῳῴῶῷ",
    "аӑӓ",
    "гѓ",
    "еѐёӗ",
    "жӂӝ",
    "зӟ",
    "ийѝӣӥ",
    "кќ",
    "оӧ",
    "уўӯӱӳ",
    "чӵ",
    "ыӹ",
    "эӭ",
    "ії",
    "ѵѷ",
    "әӛ",
    "өӫ",
    "ϒϓϔ",
  };

  private static final char[] BARE = table();

  private Accents() {}

  private static char[] table() {
    char[] bare = new char[END];
    for (int c = 0; c < END; c++) {
      bare[c] = (char) c;
    }
    for (String letters : LETTERS) {
      for (int i = 1; i < letters.length(); i++) {
        bare[letters.charAt(i)] = letters.charAt(0);
      }
    }
    return bare;
  }

  /** The letter without accents; any other code point as it is. */
  static int strip(int smallLetter) {
    return smallLetter < END ? BARE[smallLetter] : smallLetter;
  }

  /** Marks that stand after their letter in decomposed text; they are dropped. */
  static boolean isCombining(int codePoint) {
    return codePoint >= 0x300 && codePoint <= 0x36f
        || codePoint >= 0x483 && codePoint <= 0x487
        || codePoint >= 0x1ab0 && codePoint <= 0x1aff
        || codePoint >= 0x1dc0 && codePoint <= 0x1dff
        || codePoint >= 0x20d0 && codePoint <= 0x20ff
        || codePoint >= 0xfe00 && codePoint <= 0xfe0f
        || codePoint >= 0xfe20 && codePoint <= 0xfe2f;
  }
}
