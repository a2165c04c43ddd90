import { html, nothing } from "lit";
import { duration, host, number } from "./format.js";

const NAMES = { admin: "Console", signaling: "Signaling", relay: "Relay gateway", node: "Node" };
const STATES = {
  UP: { label: "Healthy", tone: "good" },
  DEGRADED: { label: "Not ready", tone: "warn" },
  DOWN: { label: "Down", tone: "bad" },
};
// What each service is worth reading at a glance; the rest stays in its own status page.
const FIGURES = {
  admin: [],
  signaling: [["connections", "Connections"], ["topics", "Topics"], ["messages", "Messages"], ["rejected", "Rejected"]],
  relay: [["connections", "Connections"], ["subscriptions", "Subscriptions"], ["events", "Events"], ["rejected", "Rejected"]],
  node: [["databases", "Databases"], ["peers", "Peers"]],
};

export const serviceName = (service) => NAMES[service.kind] ?? service.kind;

function body(service) {
  if (service.detail) return html`<p class="fault">${service.detail}</p>`;
  const figures = FIGURES[service.kind].filter(([key]) => typeof service.figures[key] === "number");
  const uptime = service.figures.uptimeSeconds;
  return html`
    <dl class="figures">
      ${typeof uptime === "number" ? html`<div><dt>Up for</dt><dd>${duration(uptime)}</dd></div>` : nothing}
      ${service.kind === "admin" ? nothing : html`<div><dt>Answers in</dt><dd>${service.latencyMillis} ms</dd></div>`}
      ${figures.map(([key, name]) => html`<div><dt>${name}</dt><dd>${number(service.figures[key])}</dd></div>`)}
    </dl>`;
}

function row(service) {
  const { label, tone } = STATES[service.state];
  return html`
    <li class="row">
      <div>
        <h3>${serviceName(service)}</h3>
        <p class="address mono">${service.url ? host(service.url) : location.host}</p>
      </div>
      <div><span class="pill tone-${tone}">${label}</span></div>
      ${body(service)}
    </li>`;
}

export const servicesSection = (services) => html`
  <section aria-labelledby="services-title">
    <div class="section-head">
      <h2 id="services-title">Services</h2>
      <span class="count">${services.filter((s) => s.state === "UP").length} of ${services.length} healthy</span>
    </div>
    <ul class="panel">${services.map(row)}</ul>
  </section>`;
