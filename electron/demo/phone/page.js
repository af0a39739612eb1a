/** The reference client as a page: connects over WebSocket to the broker that serves it. `?site=…&staff=…` joins at once. */
import mqtt from 'mqtt';
import { ANSWERS, PHOTO_LIMIT } from '#shared/protocol/staff-topics.ts';
import { createPhone } from './client.ts';

const byId = (id) => document.getElementById(id);
const orders = new Map();
/** What may follow each state; the site says what it thinks, the buttons follow. */
const NEXT = {
  assigned: ['accepted', 'declined'],
  accepted: ['on-the-way', 'declined'],
  'on-the-way': ['on-site', 'declined'],
  'on-site': ['done'],
};
const WORDS = {
  accepted: 'Accept · 接受',
  declined: 'Decline · 拒绝',
  'on-the-way': 'On the way · 出发',
  'on-site': 'On site · 到场',
  done: 'Done · 完成',
};

function join(siteId, staffId) {
  const phone = createPhone({
    siteId,
    staffId,
    nowMs: () => Date.now(),
    publish: (topic, payload, { retain }) => client.publish(topic, payload, { qos: 1, retain }),
    onAssignment: (assignment) => show(phone, assignment, send),
    onWithdrawn: (orderId) => {
      orders.get(orderId)?.remove();
      orders.delete(orderId);
    },
  });
  const client = mqtt.connect(`${location.origin.replace(/^http/, 'ws')}/mqtt`, {
    protocolVersion: 4,
    clientId: `phone-${staffId}-${Math.random().toString(16).slice(2, 10)}`,
    keepalive: 15,
    will: { ...phone.will, qos: 1 },
  });
  client.on('connect', () => {
    client.subscribe(phone.subscription, { qos: 1 });
    phone.announce();
    byId('state').textContent = `${staffId} · ${siteId}`;
    byId('join').hidden = true;
    byId('here').hidden = false;
  });
  client.on('close', () => {
    byId('state').textContent = 'Not connected, trying again · 未连接，重试中';
  });
  client.on('message', (topic, payload) => phone.heard(topic, payload));
  function send({ topic, payload }) {
    client.publish(topic, payload, { qos: 1 });
  }
  byId('here').addEventListener('submit', (event) => {
    event.preventDefault();
    phone.place(new FormData(event.target).get('zoneId').trim());
  });
}

/** A camera's picture is far larger than a message may be; a smaller one shows a leak as well. */
async function smaller(file) {
  const picture = await createImageBitmap(file);
  for (let longest = 1600; ; longest /= 2) {
    const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.8));
    if (blob.size < PHOTO_LIMIT - 4096 || longest < 200) return new Uint8Array(await blob.arrayBuffer());
  }
}

function photoButton(phone, { orderId }, send) {
  const label = document.createElement('label');
  label.textContent = 'Photo · 照片 ';
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = 'image/*';
  input.addEventListener('change', async () => {
    const [file] = input.files;
    if (!file) return;
    try {
      send(phone.photo(orderId, `${file.name.replace(/\.\w+$/, '')}.jpg`, await smaller(file)));
      label.firstChild.textContent = 'Photo sent, one more? · 照片已发送，再发一张？ ';
    } catch {
      label.firstChild.textContent = 'Not a picture · 无法识别的图片 ';
    }
    input.value = '';
  });
  label.append(input);
  return label;
}

function show(phone, assignment, send) {
  const card = document.createElement('article');
  const heading = document.createElement('h2');
  heading.textContent = `${assignment.orderId} · ${assignment.title.en} · ${assignment.title.zh}`;
  const place = document.createElement('p');
  place.textContent = `${assignment.place.en} · ${assignment.state}`;
  const answers = document.createElement('div');
  answers.className = 'answers';
  for (const answer of ANSWERS.filter((word) => NEXT[assignment.state]?.includes(word))) {
    const button = document.createElement('button');
    button.textContent = WORDS[answer];
    button.addEventListener('click', () => {
      const reason = answer === 'declined' ? (prompt('Why? · 原因') ?? undefined) : undefined;
      phone.answer(assignment.orderId, answer, reason);
    });
    answers.append(button);
  }
  card.append(heading, place, answers, photoButton(phone, assignment, send));
  const before = orders.get(assignment.orderId);
  if (before) before.replaceWith(card);
  else byId('orders').append(card);
  orders.set(assignment.orderId, card);
}

byId('join').addEventListener('submit', (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  join(form.get('siteId').trim(), form.get('staffId').trim());
});
const asked = new URLSearchParams(location.search);
if (asked.has('site') && asked.has('staff')) join(asked.get('site'), asked.get('staff'));
