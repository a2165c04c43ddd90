// What `rtc` and `password` of gdb's options mean.
import { fault } from "../faults.js";

/** Public Nostr relays to meet through when the page names no other way. Data never crosses them. */
const RELAY_URLS = ["wss://relay.damus.io/", "wss://nos.lol/", "wss://relay.primal.net/", "wss://nostr.mom/"];
const ICE_SERVERS = [{ urls: "stun:stun.cloudflare.com:3478" }];

/** The room's options with what the page left out; null when there is to be no room. */
export function roomOptions(rtc) {
  if (!rtc) return null;
  const { relayUrls, signalingUrl, turnConfig, iceServers } = rtc === true ? {} : rtc;
  if (relayUrls !== undefined && !Array.isArray(relayUrls)) {
    throw fault("bad-argument", "rtc.relayUrls is a list of WebSocket URLs", "rtc.relayUrls");
  }
  [...(relayUrls ?? []), ...(signalingUrl ? [signalingUrl] : [])].forEach(requireSocketUrl);
  const isPublic = !relayUrls && !signalingUrl;
  return {
    relayUrls: relayUrls ?? (isPublic ? RELAY_URLS : []),
    signalingUrl,
    iceServers: [...(iceServers ?? (isPublic ? ICE_SERVERS : [])), ...[turnConfig ?? []].flat()],
  };
}

function requireSocketUrl(url) {
  if (!/^wss?:\/\/[^/]/.test(String(url))) {
    throw fault("bad-argument", `a signaling URL looks like wss://host/path, not: ${url}`, "rtc");
  }
}
