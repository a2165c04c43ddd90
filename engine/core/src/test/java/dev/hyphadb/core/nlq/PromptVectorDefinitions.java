package dev.hyphadb.core.nlq;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hyphadb.core.value.PlainValues;
import dev.hyphadb.core.value.ValueNotation;
import dev.hyphadb.core.value.ValueVectorDefinitions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What docs/protocol/vectors/prompts.json is written from. The expectations are written by hand.
 */
public final class PromptVectorDefinitions {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES, JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .build();

  private final List<Object> understood = new ArrayList<>();
  private final List<Object> leftOver = new ArrayList<>();
  private String language = "en";

  private PromptVectorDefinitions() {}

  public static Map<String, Object> define() {
    PromptVectorDefinitions all = new PromptVectorDefinitions();
    all.types();
    all.presence();
    all.equality();
    all.strings();
    all.comparisons();
    all.ranges();
    all.lists();
    all.logic();
    all.descendants();
    all.options();
    all.searches();
    all.places();
    all.spelling();
    all.language = "es";
    all.spanish();
    all.leftOver();
    return ValueVectorDefinitions.entries("understood", all.understood, "leftOver", all.leftOver);
  }

  /**
   * @param options JSON without the quotation marks that can be left out
   */
  private void says(String prompt, String options) {
    try {
      Map<String, Object> plain = JSON.readValue(options, new TypeReference<>() {});
      understood.add(
          ValueVectorDefinitions.entry(
              prompt,
              "prompt",
              prompt,
              "language",
              language,
              "options",
              ValueNotation.pairs(PlainValues.fromMap(plain))));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(prompt, e);
    }
  }

  /** A prompt that asks for nothing but a query. */
  private void asks(String prompt, String query) {
    says(prompt, "{query: " + query + "}");
  }

  private void leaves(String prompt, Object... partsAndStarts) {
    leftOver.add(
        ValueVectorDefinitions.entry(
            prompt, "prompt", prompt, "leftOver", List.of(partsAndStarts)));
  }

  private void types() {
    says("", "{}");
    says("everything", "{}");
    says("show me all nodes", "{}");
    asks("only Companies", "{type: 'Company'}");
    asks("Companies", "{type: 'Company'}");
    asks("all the Users, please", "{type: 'User'}");
    asks("a Company", "{type: 'Company'}");
    asks("companies", "{type: {$in: ['company', 'Company']}}");
    asks("People", "{type: 'Person'}");
    asks("Addresses", "{type: 'Address'}");
    asks("Boxes", "{type: 'Box'}");
    asks("Movies", "{type: 'Movie'}");
    asks("Statuses", "{type: 'Status'}");
    asks("Houses", "{type: 'House'}");
    asks("News", "{type: 'News'}");
    asks("Sales Managers", "{type: 'Sales Manager'}");
    asks("nodes of type Employee", "{type: 'Employee'}");
    asks("nodes of type \"employees\"", "{type: 'employees'}");
    asks("Companies and Employees", "{type: {$in: ['Company', 'Employee']}}");
    asks("Cats, Dogs or Birds", "{type: {$in: ['Cat', 'Dog', 'Bird']}}");
    asks("everything except Companies", "{type: {$ne: 'Company'}}");
    asks("nodes that are Companies", "{type: 'Company'}");
    asks("nodes that are not Companies", "{type: {$ne: 'Company'}}");
    asks("type is User", "{type: 'User'}");
  }

  private void presence() {
    asks("Users with email", "{type: 'User', email: {$exists: true}}");
    asks(
        "Users with an email and a phone",
        "{type: 'User', email: {$exists: true}, phone: {$exists: true}}");
    asks(
        "nodes with email or phone", "{$or: [{email: {$exists: true}}, {phone: {$exists: true}}]}");
    asks("Users without email", "{type: 'User', email: {$exists: false}}");
    asks("Users that have no email", "{type: 'User', email: {$exists: false}}");
    asks("Users who don't have a phone", "{type: 'User', phone: {$exists: false}}");
    asks("where email exists", "{email: {$exists: true}}");
    asks("where email does not exist", "{email: {$exists: false}}");
    asks("where email is missing", "{email: {$exists: false}}");
    asks("where email is not set", "{email: {$exists: false}}");
    asks("address.city exists", "{'address.city': {$exists: true}}");
    asks("nodes having a parent", "{parent: {$exists: true}}");
    asks("nodes lacking a name", "{name: {$exists: false}}");
  }

  private void equality() {
    asks("name is Bob", "{name: 'Bob'}");
    asks("name equals Bob", "{name: 'Bob'}");
    asks("name is equal to Bob", "{name: 'Bob'}");
    asks("name = Bob", "{name: 'Bob'}");
    asks("name: Bob", "{name: 'Bob'}");
    asks("name is \"Bob\"", "{name: 'Bob'}");
    asks("name is 'Bob'", "{name: 'Bob'}");
    asks("name is “Bob”", "{name: 'Bob'}");
    asks("name is \"\"", "{name: ''}");
    asks("name is \"only the lonely\"", "{name: 'only the lonely'}");
    asks("name is O'Brien", "{name: \"O'Brien\"}");
    asks("name is 'O'Brien'", "{name: \"O'Brien\"}");
    asks("city is New York", "{city: 'New York'}");
    asks("city is New York and active is true", "{city: 'New York', active: true}");
    asks("Users named Bob", "{type: 'User', name: 'Bob'}");
    asks("Users called Bob Smith", "{type: 'User', name: 'Bob Smith'}");
    asks("Users whose name is Bob", "{type: 'User', name: 'Bob'}");
    asks("Users with name Bob", "{type: 'User', name: 'Bob'}");
    asks("Users with age 30", "{type: 'User', age: 30}");
    asks("Users aged 30", "{type: 'User', age: 30}");
    asks("name is not Bob", "{name: {$ne: 'Bob'}}");
    asks("name isn't Bob", "{name: {$ne: 'Bob'}}");
    asks("name != Bob", "{name: {$ne: 'Bob'}}");
    asks("name does not equal Bob", "{name: {$ne: 'Bob'}}");
    asks("name differs from Bob", "{name: {$ne: 'Bob'}}");
    asks("Users not named Bob", "{type: 'User', name: {$ne: 'Bob'}}");
    asks("active is true", "{active: true}");
    asks("active is not false", "{active: {$ne: false}}");
    asks("parent is null", "{parent: null}");
    asks("Users who are active", "{type: 'User', active: true}");
    asks("Users that are not active", "{type: 'User', active: {$ne: true}}");
    asks("price is 12.5", "{price: 12.5}");
    asks("balance is -3", "{balance: -3}");
    asks("population is 1,234,567", "{population: 1234567}");
    asks("code is \"007\"", "{code: '007'}");
    asks("\"first name\" is Bob", "{'first name': 'Bob'}");
    asks("\"limit\" is 3", "{limit: 3}");
    asks("level is 3", "{level: 3}");
  }

  private void strings() {
    asks("name contains ob", "{name: {$contains: 'ob'}}");
    asks("name containing \"ob\"", "{name: {$contains: 'ob'}}");
    asks("name does not contain ob", "{name: {$not: {$contains: 'ob'}}}");
    asks("tags include red", "{tags: {$contains: 'red'}}");
    asks("tags include red and blue", "{tags: {$and: [{$contains: 'red'}, {$contains: 'blue'}]}}");
    asks("tags include red or blue", "{tags: {$or: [{$contains: 'red'}, {$contains: 'blue'}]}}");
    asks("scores include 5", "{scores: {$eq: 5}}");
    asks("name starts with A", "{name: {$startsWith: 'A'}}");
    asks("Users whose name begins with \"Al\"", "{type: 'User', name: {$startsWith: 'Al'}}");
    asks("email ends with \"@example.com\"", "{email: {$endsWith: '@example.com'}}");
    asks("email ends with @example.com", "{email: {$endsWith: '@example.com'}}");
    asks("email doesn't end with .org", "{email: {$not: {$endsWith: '.org'}}}");
    asks("name starts with A and ends with b", "{name: {$startsWith: 'A', $endsWith: 'b'}}");
    asks("name starts with A or B", "{name: {$or: [{$startsWith: 'A'}, {$startsWith: 'B'}]}}");
    asks("name is like \"B%b\"", "{name: {$like: 'B%b'}}");
    asks("name is not like \"B_b\"", "{name: {$not: {$like: 'B_b'}}}");
    asks("code matches \"^[A-Z]{2}\"", "{code: {$regex: '^[A-Z]{2}'}}");
    asks("zip starts with 28", "{zip: {$startsWith: '28'}}");
  }

  private void comparisons() {
    asks("age is greater than 30", "{age: {$gt: 30}}");
    asks("age > 30", "{age: {$gt: 30}}");
    asks("age>=30", "{age: {$gte: 30}}");
    asks("Users with age over 30", "{type: 'User', age: {$gt: 30}}");
    asks("age is at least 30", "{age: {$gte: 30}}");
    asks("age is less than 30.5", "{age: {$lt: 30.5}}");
    asks("age <= 30", "{age: {$lte: 30}}");
    asks("age is at most 30", "{age: {$lte: 30}}");
    asks("age is no more than 30", "{age: {$lte: 30}}");
    asks("age is not over 30", "{age: {$not: {$gt: 30}}}");
    asks("Users older than 30", "{type: 'User', age: {$gt: 30}}");
    asks("Users who are younger than 18", "{type: 'User', age: {$lt: 18}}");
    asks("Users over 30 years old", "{type: 'User', age: {$gt: 30}}");
    asks("age over 30 and under 40", "{age: {$gt: 30, $lt: 40}}");
    asks("created after 2024-01-31", "{created: {$gt: '2024-01-31'}}");
    asks(
        "created after 2024-01-01 and before 2024-02-01",
        "{created: {$gt: '2024-01-01', $lt: '2024-02-01'}}");
    asks("created since 2024-01-31T10:00:00Z", "{created: {$gte: '2024-01-31T10:00:00Z'}}");
    asks("created before 2024-02-29", "{created: {$lt: '2024-02-29'}}");
    asks("created on 2024-05-01", "{created: {$startsWith: '2024-05-01'}}");
    asks("created during 2024-05", "{created: {$startsWith: '2024-05'}}");
    asks("name is greater than \"M\"", "{name: {$gt: 'M'}}");
  }

  private void ranges() {
    asks("age between 30 and 35", "{age: {$between: [30, 35]}}");
    asks(
        "age is between 30 and 35 and active is true", "{age: {$between: [30, 35]}, active: true}");
    asks("Users between 30 and 35 years old", "{type: 'User', age: {$between: [30, 35]}}");
    asks("age is not between 30 and 35", "{age: {$not: {$between: [30, 35]}}}");
    asks("age from 30 to 35", "{age: {$between: [30, 35]}}");
    asks("age in the range 30 to 35", "{age: {$between: [30, 35]}}");
    asks("age between 35 and 30", "{age: {$between: [30, 35]}}");
    asks("price between 0.5 and 1.25", "{price: {$between: [0.5, 1.25]}}");
    asks("temperature between -10 and 5", "{temperature: {$between: [-10, 5]}}");
    asks(
        "created between 2024-01-01 and 2024-12-31",
        "{created: {$between: ['2024-01-01', '2024-12-31']}}");
    asks("name between A and M", "{name: {$between: ['A', 'M']}}");
  }

  private void lists() {
    asks("city is Rome, Paris or Madrid", "{city: {$in: ['Rome', 'Paris', 'Madrid']}}");
    asks("city is one of Rome, Paris", "{city: {$in: ['Rome', 'Paris']}}");
    asks("city in (Rome, New York)", "{city: {$in: ['Rome', 'New York']}}");
    asks("city is either Rome or Paris", "{city: {$in: ['Rome', 'Paris']}}");
    asks("city is not Rome or Paris", "{city: {$not: {$in: ['Rome', 'Paris']}}}");
    asks("city is neither Rome nor Paris", "{city: {$not: {$in: ['Rome', 'Paris']}}}");
    asks("city is not in Rome, Paris", "{city: {$not: {$in: ['Rome', 'Paris']}}}");
    asks("age is 1, 2 or 3", "{age: {$in: [1, 2, 3]}}");
    asks("city is Rome or age is 3", "{$or: [{city: 'Rome'}, {age: 3}]}");
    asks("id is n1", "{id: 'n1'}");
    asks("with id n1", "{id: 'n1'}");
    asks("ids n1, n2 and n3", "{id: {$in: ['n1', 'n2', 'n3']}}");
    asks("nodes with ids n1 or n2", "{id: {$in: ['n1', 'n2']}}");
    asks("id is not n1", "{id: {$ne: 'n1'}}");
    asks(
        "Users named Bob, Ann or \"Mary Ann\"",
        "{type: 'User', name: {$in: ['Bob', 'Ann', 'Mary Ann']}}");
  }

  private void logic() {
    asks("age > 3 and city is Rome", "{age: {$gt: 3}, city: 'Rome'}");
    asks("age > 3 or city is Rome", "{$or: [{age: {$gt: 3}}, {city: 'Rome'}]}");
    asks(
        "age > 3 and city is Rome or active is true",
        "{$or: [{age: {$gt: 3}, city: 'Rome'}, {active: true}]}");
    asks(
        "age > 3 and (city is Rome or active is true)",
        "{age: {$gt: 3}, $or: [{city: 'Rome'}, {active: true}]}");
    asks("not (city is Rome and active is true)", "{$not: {city: 'Rome', active: true}}");
    asks("age > 3, city is Rome", "{age: {$gt: 3}, city: 'Rome'}");
    asks("age > 3 but not city is Rome", "{age: {$gt: 3}, city: {$ne: 'Rome'}}");
    asks("age > 3 and age > 5", "{age: {$gt: 3}, $and: [{age: {$gt: 5}}]}");
    asks(
        "Users older than 30 with email and city is Rome",
        "{type: 'User', age: {$gt: 30}, email: {$exists: true}, city: 'Rome'}");
  }

  private void descendants() {
    asks(
        "a Company, then a descendant of type Employee named Bob",
        "{type: 'Company', $edge: {type: 'Employee', name: 'Bob'}}");
    asks(
        "a Company named Acme, then descendants of type Employee",
        "{type: 'Company', name: 'Acme', $edge: {type: 'Employee'}}");
    asks(
        "Companies then Employees older than 30",
        "{type: 'Company', $edge: {type: 'Employee', age: {$gt: 30}}}");
    asks("Companies -> Employees", "{type: 'Company', $edge: {type: 'Employee'}}");
    asks("a Company, then its children", "{type: 'Company', $edge: {$depth: 1}}");
    asks(
        "a Company, then a child of type Team",
        "{type: 'Company', $edge: {type: 'Team', $depth: 1}}");
    asks("a Company, then its grandchildren", "{type: 'Company', $edge: {$depth: [2, 2]}}");
    asks("a Company, then descendants within 3 steps", "{type: 'Company', $edge: {$depth: 3}}");
    asks(
        "a Company, then Employees at most 2 levels deep",
        "{type: 'Company', $edge: {type: 'Employee', $depth: 2}}");
    asks(
        "a Company, then a Team, then an Employee named Bob",
        "{type: 'Company', $edge: {type: 'Team', $edge: {type: 'Employee', name: 'Bob'}}}");
    asks(
        "Employees that descend from a Company named Acme",
        "{type: 'Company', name: 'Acme', $edge: {type: 'Employee'}}");
    asks("descendants of a Company named Acme", "{type: 'Company', name: 'Acme', $edge: {}}");
    asks(
        "Employees that are children of a Team",
        "{type: 'Team', $edge: {type: 'Employee', $depth: 1}}");
    says(
        "Companies then Employees sorted by name limit 5",
        "{query: {type: 'Company', $edge: {type: 'Employee'}}, field: 'name', $limit: 5}");
  }

  private void options() {
    says("Users ordered by age", "{query: {type: 'User'}, field: 'age'}");
    says("Users sorted by age descending", "{query: {type: 'User'}, field: 'age', order: 'desc'}");
    says("Users order by name asc", "{query: {type: 'User'}, field: 'name', order: 'asc'}");
    says(
        "Users in descending order by age", "{query: {type: 'User'}, field: 'age', order: 'desc'}");
    says(
        "Users sorted by created newest first",
        "{query: {type: 'User'}, field: 'created', order: 'desc'}");
    says("nodes in reverse", "{order: 'desc'}");
    says("limit 10", "{$limit: 10}");
    says("first 10 Users", "{query: {type: 'User'}, $limit: 10}");
    says("the first 10", "{$limit: 10}");
    says("10 Users", "{query: {type: 'User'}, $limit: 10}");
    says(
        "top 10 Users by score",
        "{query: {type: 'User'}, field: 'score', order: 'desc', $limit: 10}");
    says("Users limited to 10 results", "{query: {type: 'User'}, $limit: 10}");
    says("at most 5 Users", "{query: {type: 'User'}, $limit: 5}");
    says("Users limit 10 after n5", "{query: {type: 'User'}, $limit: 10, $after: 'n5'}");
    says("Users before id n5", "{query: {type: 'User'}, $before: 'n5'}");
    says(
        "Users older than 30, sorted by age, limit 3, after \"n 5\"",
        "{query: {type: 'User', age: {$gt: 30}}, field: 'age', $limit: 3, $after: 'n 5'}");
    says("Users ordered by id", "{query: {type: 'User'}, field: 'id'}");
    says(
        "age between 30 and 35 and active is true sorted by score limit 10",
        "{query: {age: {$between: [30, 35]}, active: true}, field: 'score', $limit: 10}");
  }

  private void searches() {
    asks("full text search \"el nino\"", "{$text: 'el nino'}");
    asks("search for \"solar power\"", "{$text: 'solar power'}");
    asks("search \"solar\" in title", "{title: {$text: 'solar'}}");
    asks("Documents containing \"budget\"", "{type: 'Document', $text: 'budget'}");
    asks("Posts mentioning \"hyphae\"", "{type: 'Post', $text: 'hyphae'}");
    asks("title has the words \"solar power\"", "{title: {$text: 'solar power'}}");
    asks("Posts about mushrooms", "{type: 'Post', $text: 'mushrooms'}");
    asks(
        "Users older than 30 and search \"chess\"",
        "{type: 'User', age: {$gt: 30}, $text: 'chess'}");
  }

  private void places() {
    asks(
        "Shops within 10 km of 40.5, -3.25",
        "{type: 'Shop', $near: {latitude: 40.5, longitude: -3.25, radius: 10}}");
    says(
        "Shops near (40.5, -3.25) within 2.5 kilometres sorted by distance",
        "{query: {type: 'Shop', $near: {latitude: 40.5, longitude: -3.25, radius: 2.5}}, field:"
            + " '$near'}");
    asks("within 1 mile of 40, -3", "{$near: {latitude: 40, longitude: -3, radius: 1.609344}}");
  }

  private void spelling() {
    asks("ONLY COMPANIES", "{type: 'COMPANY'}");
    asks("Name Is Bob", "{Name: 'Bob'}");
    asks("  name   is\n Bob ? ", "{name: 'Bob'}");
    asks("Find users where name is Bob!", "{type: {$in: ['user', 'User']}, name: 'Bob'}");
    asks("name isn’t Bob", "{name: {$ne: 'Bob'}}");
    asks("name is 東京", "{name: '東京'}");
    asks("name is \"a \\\"b\\\" c\"", "{name: 'a \"b\" c'}");
    asks("name is 🍄 Fungus", "{name: '🍄 Fungus'}");
  }

  private void spanish() {
    asks("solo Empresas", "{type: 'Empresa'}");
    asks(
        "una Empresa, luego un descendiente de tipo Empleado llamado Bob",
        "{type: 'Empresa', $edge: {type: 'Empleado', name: 'Bob'}}");
    asks("Usuarios con email", "{type: 'Usuario', email: {$exists: true}}");
    asks("Usuarios sin email", "{type: 'Usuario', email: {$exists: false}}");
    asks("Usuarios cuyo nombre es Ana", "{type: 'Usuario', nombre: 'Ana'}");
    asks("Usuarios cuyo nombre empieza por A", "{type: 'Usuario', nombre: {$startsWith: 'A'}}");
    asks("edad mayor que 30", "{edad: {$gt: 30}}");
    asks("edad entre 30 y 35", "{edad: {$between: [30, 35]}}");
    asks("ciudad es Roma, París o Madrid", "{ciudad: {$in: ['Roma', 'París', 'Madrid']}}");
    asks("ciudad no es Roma", "{ciudad: {$ne: 'Roma'}}");
    says(
        "Ciudades ordenadas por población descendente límite 5",
        "{query: {type: 'Ciudad'}, field: 'población', order: 'desc', $limit: 5}");
    says("los primeros 10 Usuarios", "{query: {type: 'Usuario'}, $limit: 10}");
    asks("Canciones que contienen \"luna\"", "{type: 'Canción', $text: 'luna'}");
    asks(
        "Tiendas a menos de 10 km de 40.5, -3.25",
        "{type: 'Tienda', $near: {latitude: 40.5, longitude: -3.25, radius: 10}}");
    asks("búsqueda de texto \"energía solar\"", "{$text: 'energía solar'}");
    asks("una Empresa, luego sus hijos", "{type: 'Empresa', $edge: {$depth: 1}}");
  }

  private void leftOver() {
    leaves("Users frobnicating wildly", "frobnicating wildly", 6);
    leaves("active Users", "Users", 7);
    leaves("Users with", "with", 6);
    leaves("name is", "name is", 0);
    leaves("Users and", "and", 6);
    leaves("age between 3 and", "age between 3 and", 0);
    leaves("age over thirty or so and under", "so", 19, "under", 26);
    leaves("Users ordered by age, then name", ", then name", 20);
    leaves("limit 0", "limit 0", 0);
    leaves("Users limit 3 limit 4", "limit 4", 14);
    leaves("near 40.5, -3.25", "near 40.5, -3.25", 0);
    leaves("(age > 3", "(", 0);
    leaves("age > 3)", ")", 7);
    leaves("Users in Madrid", "in Madrid", 6);
    leaves("Users whose $edge > 3", "whose $edge > 3", 6);
    leaves("Users whose '$edge' is 3 linked to Posts", "whose '$edge' is 3 linked to Posts", 6);
    leaves("created after 2024-02-30", "after 2024-02-30", 8);
  }
}
