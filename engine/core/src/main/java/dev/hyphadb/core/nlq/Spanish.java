package dev.hyphadb.core.nlq;

import java.util.Map;

/** The Spanish vocabulary, written without accents. */
final class Spanish {
  private static final Map<String, String> IRREGULAR =
      Map.of(
          "clientes", "cliente",
          "coches", "coche",
          "padres", "padre",
          "noches", "noche",
          "nombres", "nombre",
          "redes", "red",
          "sedes", "sede",
          "lunes", "lunes");

  private static final String TABLE =
      """
      FILLER: muestra | muestrame | mostrar | encuentra | obten | lista | dame | devuelve | quiero | por favor | ver
      FILLER: todo | todos | todas | toda | cada | cualquier | solo | solamente | unicamente | el | la | los | las | un | una | unos | unas | su | sus | algun | alguna | tambien
      THING: nodo | nodos | cosa | cosas
      OF_TYPE: de tipo | del tipo | de clase
      WITH: con | que tiene | que tienen | tiene | tienen | teniendo | con campo | con el campo
      WITHOUT: sin | que no tiene | que no tienen | no tiene | no tienen
      WHERE: donde | cuyo | cuya | cuyos | cuyas | que | quien | quienes | tal que | tales que | si
      NAMED: llamado | llamada | llamados | llamadas | de nombre | que se llama | que se llaman | se llama
      OLDER: mayores de | mayor de
      YOUNGER: menores de | menor de
      AGED: de edad
      YEARS_OLD: anos | anos de edad | ano
      IS: es | son | sea | sean | esta | estan | era | eran | vale | valen
      NOT: no | nunca | excepto | salvo | menos los | menos las
      EQUAL: igual a | iguales a | igual | iguales
      UNEQUAL: distinto de | distinta de | distintos de | distintas de | diferente de | diferentes de | distinto a | diferente a
      EXISTS: existe | existen | presente | definido | definida
      MISSING: falta | faltan | ausente | indefinido
      ONE_OF: uno de | una de | alguno de | alguna de | en | entre los | o bien
      NONE_OF: ninguno de | ninguna de
      CONTAINS: contiene | contienen
      CONTAINING: conteniendo | que contiene | que contienen | que contenga | que contengan
      INCLUDES: incluye | incluyen | incluyendo | que incluye | que incluyen
      STARTS: empieza por | empieza con | empiezan por | empiezan con | empiece por | empiece con | comienza por | comienza con | comienzan por | comienzan con
      ENDS: termina en | termina con | terminan en | terminan con | termine en | acaba en | acaban en | acaba con
      LIKE: como | parecido a | parecida a
      MATCHES: coincide con | coinciden con
      HAS_WORDS: contiene las palabras | contienen las palabras | contiene la palabra | menciona | mencionan
      GREATER: mayor que | mayores que | mas de | superior a | superiores a | por encima de | mas que | posterior a
      AT_LEAST: al menos | como minimo | mayor o igual que | mayor o igual a | desde | no menos de | a partir de
      LESS: menor que | menores que | menos de | inferior a | inferiores a | por debajo de | menos que | anterior a
      AT_MOST: como maximo | menor o igual que | menor o igual a | hasta | no mas de | a lo sumo
      AFTER: despues de | tras
      BEFORE: antes de
      BETWEEN: entre | en el rango | en el rango de
      TO: a
      ON: el dia | durante | en la fecha
      AND: y | e | y ademas | ademas | pero | asi como
      OR: o | u | ni
      TRUE: verdadero | verdadera | cierto | cierta | true
      FALSE: falso | falsa | false
      NULL: nulo | nula | null
      THEN: luego | y luego | despues | y despues | entonces | seguido de
      DESCENDANT: descendiente | descendientes
      CHILD: hijo | hija | hijos | hijas
      GRANDCHILD: nieto | nieta | nietos | nietas
      OF: de | del
      DESCENDS_FROM: que desciende de | que descienden de | descendiendo de
      WITHIN: a menos de | dentro de
      STEPS: paso | pasos | nivel | niveles | salto | saltos
      KILOMETRES: km | kilometro | kilometros
      MILES: milla | millas
      NEAR: cerca de | cerca del punto
      ORDER: ordenado por | ordenada por | ordenados por | ordenadas por | ordena por | ordenar por | por orden de | en orden de
      BY: por
      ASCENDING: ascendente | asc | de menor a mayor | en orden ascendente | de forma ascendente
      DESCENDING: descendente | desc | de mayor a menor | en orden descendente | de forma descendente
      LIMIT: limite | limite de | limitado a | limitados a | limitadas a | con limite
      FIRST: primero | primeros | primera | primeras | los primeros | las primeras
      TOP: mejores | los mejores | las mejores
      RESULTS: resultados | resultado
      SEARCH: busca | buscar | busqueda | busqueda de texto | sobre | acerca de | que mencione | que mencionen | que menciona | que mencionan
      SEARCH: con las palabras | con la palabra | que contenga las palabras
      ID: id | identificador
      IDS: ids | identificadores
      DISTANCE: distancia
      """;

  static final Vocabulary VOCABULARY = Vocabulary.of(Spanish::singular, TABLE);

  private Spanish() {}

  private static String singular(String word) {
    String lower = Vocabulary.fold(word);
    String irregular = IRREGULAR.get(lower);
    if (irregular != null) {
      return English.withCaseOf(word, irregular);
    }
    int length = lower.length();
    if (length < 4 || !lower.endsWith("s") || English.endsInAny(lower, "is", "us", "ss")) {
      return word;
    }
    if (English.endsInAny(lower, "iones")) {
      return word.substring(0, length - 4) + "ón";
    }
    if (lower.endsWith("ces")) {
      return word.substring(0, length - 3) + "z";
    }
    return English.endsInAny(
            lower, "ores", "ales", "eles", "iles", "oles", "ules", "ades", "udes", "ares", "anes",
            "enes", "eses", "yes")
        ? word.substring(0, length - 2)
        : word.substring(0, length - 1);
  }
}
