package dev.hyphadb.jvm.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EthereumAddressTest {
  /** From EIP-55, and that of a well-known development key. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
        "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
        "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
        "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
      })
  void capitalsAreAChecksum(String text) {
    assertEquals(text, EthereumAddress.toText(EthereumAddress.parse(text)));
    assertEquals(
        text,
        EthereumAddress.toText(EthereumAddress.parse(text.substring(2).toLowerCase(Locale.ROOT))));
  }

  @Test
  void ofAKey() {
    byte[] secret =
        HexFormat.of().parseHex("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
    byte[] address = EthereumAddress.of(Ecdsa.fastest().publicKey(secret));
    assertEquals("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", EthereumAddress.toText(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0x",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAedff",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg",
        "0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
      })
  void whatIsNoAddressIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> EthereumAddress.parse(text));
  }
}
