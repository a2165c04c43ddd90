import { html } from "lit";
import { highlight, host, matches, number, plural, shortId } from "./format.js";

function verdict(database) {
  if (!database.converged) return html`<span class="pill tone-warn">Converging</span>`;
  return database.replicas.every((replica) => replica.synced)
    ? html`<span class="pill tone-good">In sync</span>`
    : html`<span class="pill tone-none">Syncing</span>`;
}

const total = (database, key) => Math.max(...database.replicas.map((replica) => replica[key]));

const row = (database, query) => html`
  <tr>
    <td class="lead"><strong>${highlight(database.name, query)}</strong></td>
    <td data-label="State"><span>${verdict(database)}</span></td>
    <td data-label="Nodes" class="number">${number(total(database, "nodes"))}</td>
    <td data-label="Commits" class="number">${number(total(database, "liveCommits"))}</td>
    <td data-label="Replicas">
      <ul>
        ${database.replicas.map(
          (replica) => html`<li>
            <span class="mono">${host(replica.url)}</span>
            <span class="mono quiet" title=${`state hash ${replica.stateHash}`}>${replica.stateHash.slice(0, 8) || "no hash"}</span>
          </li>`,
        )}
      </ul>
    </td>
  </tr>`;

const EMPTY = html`
  <div class="empty">
    <strong>No database yet</strong>
    A database exists as soon as something is put into it.<br />
    <code>curl -X PUT localhost:7110/v1/databases/myapp/nodes/alice -H 'content-type: application/json' -d '{"name":"Alice"}'</code>
  </div>`;

const UNREACHABLE = html`
  <div class="empty">
    <strong>No node answers</strong>
    Databases live on nodes. Start one, and what it holds appears here.
  </div>`;

export function databasesSection({ databases, services }, query) {
  const shown = databases.filter((database) => matches(query, database.name));
  const reachable = services.some((service) => service.kind === "node" && service.state !== "DOWN");
  return html`
    <section aria-labelledby="databases-title">
      <div class="section-head">
        <h2 id="databases-title">Databases</h2>
        <span class="count">${query ? `${shown.length} of ${databases.length}` : databases.length || ""}</span>
      </div>
      <div class="panel">
        ${databases.length === 0
          ? reachable ? EMPTY : UNREACHABLE
          : shown.length === 0
            ? html`<div class="empty"><strong>No database matches “${query}”</strong>The search looks at names.</div>`
            : html`<table>
                <thead><tr><th scope="col">Name</th><th scope="col">State</th><th scope="col" class="number">Nodes</th><th scope="col" class="number">Commits</th><th scope="col">Replicas</th></tr></thead>
                <tbody>${shown.map((database) => row(database, query))}</tbody>
              </table>`}
      </div>
    </section>`;
}

const KINDS = { superpeer: "Superpeer", peer: "Peer" };

const peerRow = (peer, query) => html`
  <tr>
    <td class="lead"><span class="mono" title=${peer.id}>${query && matches(query, peer.id) ? highlight(peer.id, query) : shortId(peer.id)}</span></td>
    <td data-label="Kind"><span class="pill plain ${peer.kind === "superpeer" ? "tone-good" : "tone-none"}">${highlight(KINDS[peer.kind] ?? peer.kind, query)}</span></td>
    <td data-label="Databases"><span class="tags">${peer.databases.map((name) => html`<span class="tag">${highlight(name, query)}</span>`)}</span></td>
    <td data-label="Seen by">${peer.self && !peer.seenBy.length ? html`<span class="quiet">only itself</span>` : html`<span class="mono quiet">${peer.seenBy.map(host).join(", ")}</span>`}</td>
  </tr>`;

export function peersSection({ peers, services }, query) {
  const reachable = services.some((service) => service.kind === "node" && service.state !== "DOWN");
  const shown = peers.filter((peer) => matches(query, peer.id, peer.kind, ...peer.databases));
  return html`
    <section aria-labelledby="peers-title">
      <div class="section-head">
        <h2 id="peers-title">Peers</h2>
        <span class="count">${query ? `${shown.length} of ${peers.length}` : peers.length || ""}</span>
      </div>
      <div class="panel">
        ${peers.length === 0
          ? html`<div class="empty"><strong>${reachable ? "Nobody is here yet" : "No peer in sight"}</strong>${reachable ? "Peers appear when a node or a browser joins a database." : "Nodes report the peers they see, and none answers."}</div>`
          : shown.length === 0
            ? html`<div class="empty"><strong>No peer matches “${query}”</strong>The search looks at ids, kinds and databases.</div>`
            : html`<table>
                <thead><tr><th scope="col">Id</th><th scope="col">Kind</th><th scope="col">Databases</th><th scope="col">Seen by</th></tr></thead>
                <tbody>${shown.map((peer) => peerRow(peer, query))}</tbody>
              </table>`}
      </div>
    </section>`;
}

export const summaryCounts = ({ databases, peers }) =>
  `${plural(databases.length, "database")}, ${plural(peers.length, "peer")}`;
