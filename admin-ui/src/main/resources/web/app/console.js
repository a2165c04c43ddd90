import { LitElement, html, nothing, svg } from "lit";
import { databasesSection, peersSection, summaryCounts } from "./databases.js";
import { servicesSection, serviceName } from "./services.js";
import { duration, plural } from "./format.js";

const REQUEST_TIMEOUT_MILLIS = 4000;
const CLOCK_MILLIS = 1000;

const LOGO = svg`<svg viewBox="0 0 32 32" aria-hidden="true"><g fill="none" stroke="currentColor" stroke-width="2.4"><path d="M8 24 16 8l8 16M8 24h16"/></g><g fill="currentColor"><circle cx="16" cy="8" r="4"/><circle cx="8" cy="24" r="4"/><circle cx="24" cy="24" r="4"/></g></svg>`;
const GLASS = svg`<svg viewBox="0 0 16 16" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round"><circle cx="7" cy="7" r="4.6"/><path d="m10.6 10.6 3.4 3.4"/></svg>`;
const MARKS = {
  good: svg`<svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"><path d="m5 12.5 4.6 4.5L19 7.5"/></svg>`,
  warn: svg`<svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round"><path d="M12 6v7.5M12 17.6v.1"/></svg>`,
};

/** The page. Renders into the document itself, so that one style sheet and one set of landmarks serve all of it. */
class HyphaConsole extends LitElement {
  static properties = {
    overview: { state: true },
    failure: { state: true },
    query: { state: true },
    paused: { state: true },
    now: { state: true },
  };

  constructor() {
    super();
    this.overview = null;
    this.failure = "";
    this.query = "";
    this.paused = false;
    this.now = Date.now();
    this.receivedAt = 0;
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.clock = setInterval(() => (this.now = Date.now()), CLOCK_MILLIS);
    this.onVisible = () => !document.hidden && !this.paused && this.refresh();
    document.addEventListener("visibilitychange", this.onVisible);
    this.refresh();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.clock);
    clearTimeout(this.next);
    document.removeEventListener("visibilitychange", this.onVisible);
  }

  async refresh() {
    clearTimeout(this.next);
    const turn = (this.turn = (this.turn ?? 0) + 1);
    try {
      const response = await fetch("/v1/overview", { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MILLIS) });
      if (!response.ok) throw new Error(`status ${response.status}`);
      const overview = await response.json();
      if (turn !== this.turn) return;
      // Before the first round of questions there is nothing to show but "loading".
      if (overview.takenAt) {
        this.overview = overview;
        this.receivedAt = Date.now();
      }
      this.failure = "";
    } catch {
      if (turn !== this.turn) return;
      this.failure = "The console service does not answer. What you see is what it last knew.";
    }
    this.now = Date.now();
    if (!this.paused && !document.hidden) {
      this.next = setTimeout(() => this.refresh(), this.overview ? this.overview.refreshMillis : CLOCK_MILLIS);
    }
  }

  togglePause() {
    this.paused = !this.paused;
    if (this.paused) clearTimeout(this.next);
    else this.refresh();
  }

  verdict() {
    const ailing = this.overview.services.filter((service) => service.state !== "UP");
    const apart = this.overview.databases.filter((database) => !database.converged);
    if (ailing.some((service) => service.state === "DOWN")) {
      const down = ailing.filter((service) => service.state === "DOWN");
      return { tone: "bad", text: down.length === 1 ? `${serviceName(down[0])} is down` : `${down.length} services are down` };
    }
    if (ailing.length) return { tone: "warn", text: `${plural(ailing.length, "service")} not ready` };
    if (apart.length) return { tone: "warn", text: `${plural(apart.length, "database")} converging` };
    return { tone: "good", text: "Everything is in order" };
  }

  freshness() {
    if (!this.receivedAt) return "Loading";
    const seconds = Math.max(0, Math.round((this.now - this.receivedAt) / 1000));
    if (this.paused) return `Paused, ${duration(seconds)} old`;
    return seconds < 2 ? "Updated just now" : `Updated ${duration(seconds)} ago`;
  }

  header() {
    return html`
      <header class="bar">
        <div class="bar-inner">
          <div class="brand">${LOGO}<h1>HyphaDB console</h1></div>
          <search class="search">
            ${GLASS}
            <label class="visually-hidden" for="query">Search databases and peers</label>
            <input id="query" type="search" placeholder="Search databases and peers" autocomplete="off" spellcheck="false" maxlength="100"
              @input=${(event) => (this.query = event.target.value.trim().toLowerCase())} />
          </search>
          <div class="freshness">
            <span>${this.freshness()}</span>
            <button type="button" aria-pressed=${this.paused} @click=${() => this.togglePause()}>${this.paused ? "Resume" : "Pause"}</button>
          </div>
        </div>
      </header>`;
  }

  loading() {
    return html`
      <section aria-busy="true" aria-label="Loading">
        <ul class="panel">${[1, 2, 3, 4].map(() => html`<li class="row skeleton"></li>`)}</ul>
      </section>`;
  }

  content() {
    const { tone, text } = this.verdict();
    return html`
      <div class="summary">
        <span class="mark tone-${tone}">${tone === "good" ? MARKS.good : MARKS.warn}</span>
        <strong role="status" aria-live="polite">${text}</strong>
        <span class="quiet">${summaryCounts(this.overview)}</span>
      </div>
      ${this.query
        ? html`${databasesSection(this.overview, this.query)} ${peersSection(this.overview, this.query)}`
        : html`${servicesSection(this.overview.services)} ${databasesSection(this.overview, "")} ${peersSection(this.overview, "")}`}`;
  }

  render() {
    return html`
      ${this.header()}
      <main id="main" tabindex="-1">
        ${this.failure ? html`<p class="banner tone-bad" role="alert">${this.failure}</p>` : nothing}
        ${this.overview ? this.content() : this.loading()}
      </main>
      <footer>
        <a href="/q/openapi?format=json">API</a><a href="/q/health">Health</a><a href="/q/metrics">Metrics</a>
      </footer>`;
  }
}

customElements.define("hypha-console", HyphaConsole);
