/** HyphaDB in the browser. */

/** What a node can hold; `undefined` is absent, dates become ISO strings. */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | Date
  | undefined
  | readonly Value[]
  | { readonly [field: string]: Value };

/** A node's value: a map of field to value. */
export type Fields = { readonly [field: string]: Value };

/** When a node's value was last written: a hybrid logical clock. */
export interface Timestamp {
  physical: number;
  logical: number;
}

export interface Node<T = Record<string, any>> {
  id: string;
  value: T;
  /** Ids of the nodes it links to. */
  edges: string[];
  timestamp: Timestamp;
}

/** What is thrown: a sentence, a stable code, and the path of what is wrong. */
export interface HyphaError extends Error {
  code: string;
  path: string;
}

export interface Options {
  /** Whether, and how, to meet the others that have the database open: `true` is through public relays. */
  rtc?: boolean | RtcOptions;
  /** Seals what crosses relays and coordinator: peers with another password, or none, are not met. */
  password?: string;
  /** Full-text search: keeps an index of words behind `$text`. */
  ii?: boolean;
  /** Spatial search: keeps an index of places behind `$near` and `$bbox`. */
  geo?: boolean;
  /** Prefix search: a field gets an ordered index from the first query on that has a use for it, not only when it is often asked for. */
  rx?: boolean;
  /** How many of the newest commits are kept at hand for peers that were away; 200. */
  oplogSize?: number;
  /** How long what was overwritten or removed is kept for peers that were away, within `oplogSize`; any time when left out. */
  retentionMillis?: number;
  /**
   * Which part of the database comes from other peers; when left out, everything, or what another tab said last. Not with
   * `sm`. See docs/partial-replication.md.
   */
  scope?: Scope | null;
  /**
   * By field, what decides when peers wrote it without knowing of each other; elsewhere the last writer wins. The same at
   * all peers: docs/conflicts.md. A resolver in another, `each(union)`, joins maps key by key.
   */
  resolveConflict?: Record<string, "greatest" | "least" | "union" | "last" | `each(${string})`>;
  /**
   * Where the database is kept; when left out, the first of these that the browser has: the origin private file system
   * with synchronous or asynchronous handles, IndexedDB, or, with a warning, the heap.
   */
  storage?: "opfs" | "opfs-async" | "indexeddb" | "memory";
  /** Makes the database one with roles, where every write is signed: docs/security.md. */
  sm?: SecurityOptions;
}

/** All peers of a database are configured with the same super admins and roles. */
export interface SecurityOptions {
  /** The addresses that may do everything. */
  superAdmins: string[];
  /** Roles besides the default ones, or in their place: what each may do, and the roles whose permissions it has too. */
  customRoles?: Record<string, { can?: string[]; inherits?: string[] }>;
  /**
   * The key of the account that signs what this browser writes: 64 hexadecimal digits. Without one it reads, checks and
   * relays. It is kept in memory only, and signs for all tabs that have the database open.
   */
  privateKey?: string;
  /** Not there yet in a browser: `true` is refused with the code `not-available`. */
  acls?: boolean;
  /** Not there yet in a browser: rules are refused with the code `not-available`. */
  governanceRules?: { if: Record<string, any>; offsetTimestamp?: number; then: { assignRole: string } }[];
}

/** How peers meet, and reach each other. */
export interface RtcOptions {
  /** Nostr relays to meet through: WebSocket URLs. */
  relayUrls?: string[];
  /** The coordinator to meet through, such as `wss://host/v1/signaling`. */
  signalingUrl?: string;
  /** STUN and TURN servers. */
  iceServers?: RTCIceServer[];
  /** TURN servers, in addition. */
  turnConfig?: RTCIceServer | RTCIceServer[];
}

export type Targets = string | string[] | null;

/** Plain data, or binary data: `ArrayBuffer`, a view of one, or `Blob`. */
export type ChannelData = null | boolean | number | string | object;

export interface Channel {
  /**
   * Sends to the targets that are there, to everybody without targets. Resolves once all of it is handed over, which
   * is the moment to send more. `meta` goes with binary data only.
   */
  send(
    data: ChannelData,
    targets?: Targets,
    meta?: Record<string, any>,
    onProgress?: (fraction: number, peerId: string, meta?: any) => void,
  ): Promise<void>;
  /** Binary data comes as an `ArrayBuffer`. */
  on(event: "message", listener: (data: any, peerId: string, meta?: any) => void): Unsubscribe;
  on(event: "progress", listener: (fraction: number, peerId: string, meta?: any) => void): Unsubscribe;
  off(event: "message" | "progress", listener?: (...args: any[]) => void): void;
}

/** The other peers that have the database open. */
export interface Room {
  /** A peer is connected; its kind is `superpeer` for a node service, `peer` for others. */
  on(event: "peer:join", listener: (peerId: string, kind: string) => void): Unsubscribe;
  /** It is not any more. */
  on(event: "peer:leave", listener: (peerId: string) => void): Unsubscribe;
  /** It announced itself, as it does about every 30 s. */
  on(event: "peer:seen", listener: (peerId: string, kind: string) => void): Unsubscribe;
  /** It is gone without having said so. */
  on(event: "peer:lost", listener: (peerId: string) => void): Unsubscribe;
  on(event: "stream:add", listener: (stream: MediaStream, peerId: string, meta?: any) => void): Unsubscribe;
  on(
    event: "track:add",
    listener: (track: MediaStreamTrack, stream: MediaStream, peerId: string, meta?: any) => void,
  ): Unsubscribe;
  off(event: RoomEvent, listener?: (...args: any[]) => void): void;
  /** Messages that are not stored; a name has 1 to 12 bytes. */
  channel(name: string): Channel;
  getPeers(): Record<string, RTCPeerConnection>;
  /** Milliseconds to the peer and back. */
  ping(peerId: string): Promise<number>;
  /** Leaves the room; the database stays open. */
  leave(): Promise<void>;
  /** Sends a stream to the targets, or to everybody now and later. */
  addStream(stream: MediaStream, targets?: Targets, meta?: any): void;
  removeStream(stream: MediaStream, targets?: Targets): void;
  addTrack(track: MediaStreamTrack, stream: MediaStream, targets?: Targets, meta?: any): void;
  removeTrack(track: MediaStreamTrack, targets?: Targets): void;
  replaceTrack(before: MediaStreamTrack, after: MediaStreamTrack, targets?: Targets, meta?: any): Promise<void>;
}

export type RoomEvent =
  | "peer:join"
  | "peer:leave"
  | "peer:seen"
  | "peer:lost"
  | "stream:add"
  | "track:add";

/** The nodes that match one of the queries, and what they link to, so many edges far. */
export interface Scope {
  /** As `query` of `map`, without `$edge`; 1 to 16. */
  queries: Record<string, any>[];
  /** 0 to 8; 0 when left out. */
  depth?: number;
}

export interface MapOptions {
  /** See the query language: docs/queries.md. */
  query?: Record<string, any>;
  /** The same in English or Spanish, in place of `query`. */
  prompt?: string;
  /** The field to sort by; `id` when left out. */
  field?: string;
  order?: "asc" | "desc";
  $limit?: number;
  /** Only what comes after the node with this id, in the order asked for. */
  $after?: string;
  $before?: string;
  /** `false`: a callback does not make the query a live one. */
  realtime?: boolean;
  /** A field that no node has is an error. */
  strictMode?: boolean;
  /** The answer says how it was found. */
  explain?: boolean;
}

/** A function of a field's values; `$count: true` counts nodes. */
export type AggregateValue =
  | { $count: string | true }
  | { $sum: string }
  | { $avg: string }
  | { $min: string }
  | { $max: string };

/** What `aggregate` computes: docs/queries.md. */
export interface AggregateOptions {
  query?: Record<string, any>;
  prompt?: string;
  groupBy?: string | string[];
  /** What is computed, by name; the count of nodes, as `count`, when left out. */
  values?: Record<string, AggregateValue>;
  /** What the groups are sorted by: a field of `groupBy` or a name of `values`. */
  field?: string;
  order?: "asc" | "desc";
  $limit?: number;
  strictMode?: boolean;
}

/** A change of a live query's results. `value` is `null` when the node was removed. */
export interface LiveEvent<T = Record<string, any>> {
  id: string;
  value: T | null;
  edges: string[];
  timestamp: Timestamp | null;
  action: "initial" | "added" | "updated" | "removed";
}

export type Unsubscribe = () => void;

/** How a query was answered. */
export interface Explanation {
  /** In words. */
  plan: string;
  /** Entries of indexes that were read. */
  entriesExamined: number;
  nodesExamined: number;
  results: number;
  millis: number;
}

export interface MapResult<T> {
  results: Node<T>[];
  /** With `explain: true`, when the query is not a live one. */
  explanation?: Explanation;
  /** The options that a `prompt` was understood to mean, when the query is not a live one. */
  understood?: MapOptions;
}

export interface Batch {
  put(value: Fields, id?: string): Batch;
  remove(id: string): Batch;
  link(from: string, to: string): Batch;
  unlink(from: string, to: string): Batch;
}

/** An operation of another peer, as middleware sees it. */
export interface Operation {
  type: "upsert" | "remove" | "link" | "unlink";
  id: string;
  value?: Record<string, any>;
  edge?: string;
  timestamp: Timestamp;
  /** The address of the account that signed, where there are roles. */
  author?: string;
}

/** An operation as middleware may return it. */
export type NewOperation = Omit<Operation, "timestamp"> & { timestamp?: Timestamp };

export type AccessLevel = "read" | "write" | "delete";

/** The account that signs, as `setSecurityStateChangeCallback` tells of it. */
export interface SecurityState {
  isActive: boolean;
  activeAddress: string | null;
  abbrAddr: string | null;
  isWebAuthnProtected: boolean;
  /** The account's key is in this page's memory only. */
  hasVolatileIdentity: boolean;
  hasWebAuthnHardwareRegistration: boolean;
}

/**
 * Accounts and roles of a database that was opened with `sm`. Its account is the one of `sm.privateKey`; what makes,
 * recovers and protects accounts, and encryption and access control lists of nodes, are not there yet in a browser: these
 * calls reject with the code `not-available`.
 */
export interface SecurityManager {
  /** Whether this browser has an account that signs what it writes. */
  isSecurityActive(): boolean;
  /** Its address, capitals as a checksum (EIP-55). */
  getActiveEthAddress(): string | null;
  /** Calls back at once, and whenever the account changes; one callback at a time. */
  setSecurityStateChangeCallback(callback: ((state: SecurityState) => void) | null): void;
  /** Never called yet: a browser runs no governance. */
  setGovernanceStateChangeCallback(callback: ((state: any) => void) | null): void;
  /** False: passkeys are not there yet. */
  isCurrentSessionProtectedByWebAuthn(): boolean;
  /** False: passkeys are not there yet. */
  hasExistingWebAuthnRegistration(): boolean;
  /** Null: phrases are not there yet. */
  getMnemonicForDisplayAfterRegistrationOrRecovery(): string | null;
  /** Gives an account a role, until then if it says when. Rejects with the code `not-permitted` without `assignRole`. */
  assignRole(address: string, role: string, expiresAt?: string | Date | number | null): Promise<void>;
  /** Resolves to this browser's address if its role permits that, a name of the application's own; rejects otherwise. */
  executeWithPermission(name: string): Promise<string>;
  /** "0x1234...abcd" */
  abbrAddr(address: string): string;

  /** Not there yet. */
  startNewUserRegistration(): Promise<{ address: string; mnemonic: string; privateKey: string } | null>;
  /** Not there yet. */
  loginOrRecoverUserWithMnemonic(phrase: string): Promise<{ address: string; mnemonic: string; privateKey: string } | null>;
  /** Not there yet. */
  protectCurrentIdentityWithWebAuthn(privateKey?: string): Promise<string | null>;
  /** Not there yet. */
  loginCurrentUserWithWebAuthn(): Promise<string | null>;
  /** Not there yet. */
  clearSecurity(): Promise<void>;

  // Not there yet either: what only its owner can read, and access control lists.
  put(value: Fields, id?: string): Promise<string>;
  get<T = Record<string, any>>(
    id: string,
    callback?: (node: (Node<T> & { decrypted: boolean }) | null) => void,
  ): Promise<{ result: (Node<T> & { decrypted: boolean }) | null; unsubscribe?: Unsubscribe }>;
  map<T = Record<string, any>>(options?: MapOptions): Promise<{ results: (Node<T> & { decrypted: boolean })[] }>;
  remove(id: string): Promise<void>;
  encryptDataForCurrentUser(value: Value): Promise<string>;
  decryptDataForCurrentUser(text: string): Promise<Value>;
  acls: {
    set(value: Fields, id?: string): Promise<string>;
    grant(id: string, address: string, level: AccessLevel): Promise<void>;
    revoke(id: string, address: string): Promise<void>;
    delete(id: string): Promise<void>;
    getPermissions(id: string): Promise<{ owner: string; collaborators: Record<string, AccessLevel> }>;
  };
}

export interface Database {
  /** This session's peer id; absent without `rtc`. */
  readonly selfId?: string;
  /** Absent without `rtc`. */
  readonly room?: Room;

  /** Stores a node; without an id, under the one that its content gives. Resolves to the id once it is durable. */
  put(value: Fields, id?: string): Promise<string>;
  /** Deletes a node and its edges. */
  remove(id: string): Promise<void>;
  link(from: string, to: string): Promise<void>;
  unlink(from: string, to: string): Promise<void>;
  /** Removes every node. */
  clear(): Promise<void>;

  get<T = Record<string, any>>(id: string): Promise<{ result: Node<T> | null }>;
  /** Calls back at once, and on every change. */
  get<T = Record<string, any>>(
    id: string,
    callback: (node: Node<T> | null) => void,
  ): Promise<{ result: Node<T> | null; unsubscribe: Unsubscribe }>;

  map<T = Record<string, any>>(options?: MapOptions): Promise<MapResult<T>>;
  map<T = Record<string, any>>(
    options: MapOptions & { realtime: false },
    callback: (event: LiveEvent<T>) => void,
  ): Promise<MapResult<T>>;
  /** A live query: the present results, each as `initial`, then every change. */
  map<T = Record<string, any>>(
    options: MapOptions,
    callback: (event: LiveEvent<T>) => void,
  ): Promise<MapResult<T> & { unsubscribe: Unsubscribe }>;
  map<T = Record<string, any>>(
    callback: (event: LiveEvent<T>) => void,
    options?: MapOptions,
  ): Promise<MapResult<T> & { unsubscribe: Unsubscribe }>;

  /** Counts, sums, means and extremes of nodes, in groups. */
  aggregate(options?: AggregateOptions): Promise<{ groups: Record<string, any>[] }>;

  /** Several operations as one commit: all of them or none, on every peer. Resolves to an id for each. */
  batch(fill: (batch: Batch) => void | Promise<void>): Promise<string[]>;
  /**
   * Decides about what another peer did in one step before it is applied here, with each node that it is about as it is
   * now: the same operations to apply it, `undefined` or none to drop it, anything else to do that instead. Resolves, once
   * it is in force, to what takes it out again. In the tab that has the database's files; in others when it is their turn.
   */
  use(
    middleware: (
      operations: Operation[],
      previousStates: Map<string, Node>,
    ) => NewOperation[] | undefined | void | Promise<NewOperation[] | undefined | void>,
  ): Promise<Unsubscribe>;
  /** Forgets what middleware dropped: it comes again, and is decided about anew. */
  reconsiderDropped(): Promise<void>;
  /** Which part of the database comes from other peers from now on, in all tabs; `null` for everything. What is held stays. */
  setScope(scope: Scope | null): Promise<void>;
  readonly sm: SecurityManager;

  /** Resolves once this peer holds everything its connected peers hold. */
  synced(timeoutMillis?: number): Promise<void>;
  /** Finishes what is under way and leaves. */
  close(): Promise<void>;
}

/** Opens a database and joins its room; never waits for the network. */
export function gdb(
  name: string,
  options: Options & { rtc: true | RtcOptions },
): Promise<Database & { readonly selfId: string; readonly room: Room }>;
/** Opens a database, creating it where it does not exist; never waits for the network. */
export function gdb(name: string, options?: Options): Promise<Database>;
export { gdb as hypha };
