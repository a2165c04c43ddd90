package dev.hyphadb.core.access;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which role permits what (SPEC.md section 6). All peers of a database must be configured alike.
 * Immutable.
 */
public final class Roles {
  public static final String GUEST = "guest";
  public static final String SUPERADMIN = "superadmin";

  public static final String WRITE = "write";
  public static final String LINK = "link";
  public static final String DELETE = "delete";
  public static final String DELETE_ANY = "deleteAny";
  public static final String ASSIGN_ROLE = "assignRole";

  /** Guest, user, manager, admin and superadmin, each with what the ones before may do. */
  public static final Roles DEFAULTS =
      new Roles(
          Map.of(
              GUEST,
              new Role(Set.of("read", "sync"), List.of()),
              "user",
              new Role(Set.of(WRITE, LINK), List.of(GUEST)),
              "manager",
              new Role(Set.of("publish"), List.of("user")),
              "admin",
              new Role(Set.of(DELETE), List.of("manager")),
              SUPERADMIN,
              new Role(Set.of(ASSIGN_ROLE, DELETE_ANY), List.of("admin"))));

  private final Map<String, Role> roles;
  private final Map<String, Set<String>> permissions = new TreeMap<>();

  /**
   * @param can its own permissions, any names
   * @param inherits roles whose permissions it has too
   */
  public record Role(Set<String> can, List<String> inherits) {
    public Role {
      can = Set.copyOf(can);
      inherits = List.copyOf(inherits);
    }
  }

  private Roles(Map<String, Role> roles) {
    this.roles = new TreeMap<>(roles);
    for (String role : roles.keySet()) {
      Set<String> gathered = new TreeSet<>();
      gather(role, gathered, new LinkedHashSet<>());
      permissions.put(role, gathered);
    }
  }

  private void gather(String name, Set<String> gathered, Set<String> path) {
    Role role = roles.get(name);
    if (role == null || !path.add(name)) {
      throw new IllegalArgumentException(
          "the role \""
              + name
              + "\" "
              + (role == null ? "is inherited from but not defined" : "inherits from itself")
              + ": correct customRoles");
    }
    gathered.addAll(role.can());
    role.inherits().forEach(inherited -> gather(inherited, gathered, path));
    path.remove(name);
  }

  /**
   * These roles and others; one of a name that there is already replaces it.
   *
   * @throws IllegalArgumentException when a role inherits from itself or from none
   */
  public Roles with(Map<String, Role> custom) {
    Map<String, Role> all = new TreeMap<>(roles);
    all.putAll(custom);
    return new Roles(all);
  }

  public boolean has(String role) {
    return roles.containsKey(role);
  }

  /** What the role permits; of an unknown one, what guests may do. */
  public Set<String> permissionsOf(String role) {
    Set<String> known = permissions.get(role);
    return known != null ? known : permissions.get(GUEST);
  }

  /** The names and all that they permit, in order: the same text for the same roles. */
  String describe() {
    return permissions.toString();
  }
}
