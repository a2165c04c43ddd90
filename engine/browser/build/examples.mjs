// Puts the examples, what they import and their map together in the jar, as META-INF/resources/examples, where the
// node service finds and serves them.
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { feature } from "topojson-client";

const module = new URL("../", import.meta.url);
const path = (name) => fileURLToPath(new URL(name, module));
const target = "target/classes/META-INF/resources/examples";

rmSync(path(target), { recursive: true, force: true });
cpSync(path("../../examples"), path(target), { recursive: true });
copyFileSync(path("target/npm/hypha.js"), path(`${target}/hypha.js`));

const leaflet = "node_modules/leaflet";
mkdirSync(path(`${target}/leaflet`));
for (const name of ["dist/leaflet-src.esm.js", "dist/leaflet.css", "LICENSE"]) {
  copyFileSync(path(`${leaflet}/${name}`), path(`${target}/leaflet/${name.replace("dist/", "")}`));
}
// Natural Earth's coastlines, which are in the public domain.
const atlas = JSON.parse(readFileSync(path("node_modules/world-atlas/land-110m.json"), "utf8"));
const land = feature(atlas, atlas.objects.land);

/** A ring that goes on beyond 180° instead of jumping to the other side of the map; around a pole it is closed there. */
function unwrapped(ring) {
  let turn = 0;
  const points = ring.map(([longitude, latitude], index) => {
    if (index > 0 && Math.abs(longitude - ring[index - 1][0]) > 180) turn += longitude < ring[index - 1][0] ? 360 : -360;
    return [longitude + turn, latitude];
  });
  const [[first], [last, latitude]] = [points[0], points.at(-1)];
  const pole = Math.sign(latitude) * 90;
  const closed = Math.abs(first - last) > 180 ? [...points, [last, pole], [first, pole]] : points;
  const longitudes = closed.map(([longitude]) => longitude);
  const shift = 360 * Math.round((Math.min(...longitudes) + Math.max(...longitudes)) / 720);
  return closed.map(([longitude, latitude]) => [longitude - shift, latitude]);
}

for (const { geometry } of land.features ?? [land]) {
  geometry.coordinates = geometry.coordinates.map((polygon) => polygon.map(unwrapped));
}
writeFileSync(path(`${target}/land.json`), JSON.stringify(land));
