// What runs in a page that shows a film: it moves what is drawn already, and makes nothing of what was recorded.

export const PLAYER_STYLE = `
:root{color-scheme:dark;background:#0e1014;color:#dfe3ea;font:14px system-ui,sans-serif}
body{margin:0}
main{max-width:min(96vw,1200px);margin:2vh auto}
svg{display:block;width:100%;height:auto;max-height:84vh}
.bar{display:flex;gap:.6rem;align-items:center;padding:.6rem 1rem}
.bar input{flex:1;accent-color:#61afef}
button,select{font:inherit;color:inherit;background:#232732;border:1px solid #3d434f;border-radius:6px;padding:.25rem .7rem}
button:hover{background:#343a47}
nav{display:flex;flex-wrap:wrap;gap:.4rem;padding:0 1rem 1rem}
output{font-variant-numeric:tabular-nums;min-width:7em}
`;

export const PLAYER_SCRIPT = `
'use strict';
const film = JSON.parse(document.getElementById('film').textContent);
const [play, slider, time, speed] = ['play', 'at', 'time', 'speed'].map((id) => document.getElementById(id));
const rows = [...document.querySelectorAll('use[id^="r"]')];
const cursor = document.getElementById('cursor');
let atMs = 0;
let shown = -1;
let before;
let isPlaying = false;
const clock = (ms) => {
  const s = Math.floor(ms / 1000);
  return Math.floor(s / 60) + ':' + String(s % 60).padStart(2, '0');
};
const frameAt = (ms) => {
  let low = 0;
  let high = film.frames.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (film.frames[middle].t <= ms) low = middle;
    else high = middle - 1;
  }
  return low;
};
const show = () => {
  const at = frameAt(atMs);
  slider.value = film.lengthMs === 0 ? 0 : Math.round((atMs / film.lengthMs) * 1000);
  time.textContent = clock(atMs) + ' / ' + clock(film.lengthMs);
  if (at === shown || film.frames.length === 0) return;
  shown = at;
  const { r, c } = film.frames[at];
  rows.forEach((row, place) => {
    const wanted = r[place] === undefined ? '' : '#d' + r[place];
    if (row.getAttribute('href') !== wanted) row.setAttribute('href', wanted);
  });
  cursor.setAttribute('visibility', c === null ? 'hidden' : 'visible');
  if (c !== null)
    cursor.setAttribute('transform', 'translate(' + c[0] * film.cell[0] + ' ' + c[1] * film.cell[1] + ')');
};
const step = (now) => {
  if (!isPlaying) return;
  if (before !== undefined) atMs += (now - before) * Number(speed.value);
  before = now;
  if (atMs >= film.lengthMs) {
    atMs = film.lengthMs;
    toggle();
  }
  show();
  if (isPlaying) requestAnimationFrame(step);
};
const toggle = () => {
  isPlaying = !isPlaying;
  before = undefined;
  if (isPlaying && atMs >= film.lengthMs) atMs = 0;
  play.textContent = isPlaying ? '\u23f8' : '\u25b6';
  if (isPlaying) requestAnimationFrame(step);
};
const go = (ms) => {
  atMs = Math.min(Math.max(ms, 0), film.lengthMs);
  show();
};
play.addEventListener('click', toggle);
slider.addEventListener('input', () => go((Number(slider.value) / 1000) * film.lengthMs));
for (const button of document.querySelectorAll('button[data-at]'))
  button.addEventListener('click', () => go(Number(button.dataset.at)));
document.addEventListener('keydown', (event) => {
  if (event.target.matches('select,input')) return;
  if (event.key === ' ' && !event.target.matches('button')) {
    event.preventDefault();
    toggle();
  } else if (event.key === 'ArrowLeft') go(atMs - 5000);
  else if (event.key === 'ArrowRight') go(atMs + 5000);
});
show();
`;
