// The drawing as a map that can be zoomed, without tiles: the same units from this host. The page is whole without it.
"use strict";
(async () => {
  const box = document.getElementById("leaflet");
  if (!box || !window.L) return;
  const answer = await fetch(box.dataset.source).catch(() => null);
  if (!answer?.ok) return;
  const units = await answer.json();
  const chosen = new Set(box.dataset.chosen.split(","));
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name);
  const look = (feature) => ({
    color: chosen.has(feature.id) ? colour("--ink") : colour("--edge"), weight: chosen.has(feature.id) ? 3 : 1,
    fillColor: colour(chosen.has(feature.id) ? "--sun" : feature.properties.ward ? "--tone0" : "--tone1"), fillOpacity: 0.75,
  });
  box.hidden = false;
  document.querySelector("svg.map").setAttribute("hidden", "");
  const map = L.map(box, { attributionControl: false, zoomSnap: 0.25 }).setView([10, 105.7], 9); // a circle has no size before there is a view
  const layer = L.geoJSON(units, {
    style: look,
    pointToLayer: (feature, at) => L.circle(at, { radius: feature.properties.radius, ...look(feature) }),
    onEachFeature: (feature, shape) => {
      const link = document.createElement("a");
      link.href = feature.properties.link;
      link.textContent = feature.properties.name;
      shape.bindPopup(link);
      shape.bindTooltip(document.createTextNode(feature.properties.name).textContent, { sticky: true });
    },
  }).addTo(map);
  const wanted = layer.getLayers().filter((shape) => chosen.has(shape.feature.id));
  map.fitBounds((wanted.length ? L.featureGroup(wanted) : layer).getBounds().pad(wanted.length ? 4 : 0.02));
  // A double click asks what lies at that point.
  map.doubleClickZoom.disable();
  map.on("dblclick", (event) => {
    const next = new URL(box.dataset.ask, location.href);
    next.searchParams.set("at", event.latlng.lat.toFixed(5) + "," + event.latlng.lng.toFixed(5));
    if (!units.schematic) location.assign(next);
  });
})();
