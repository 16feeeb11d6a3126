const query = new URLSearchParams(location.search);
const user = query.get('user') ?? 'alice';
const to = query.get('to') ?? 'bob';
const people = {
  alice: { name: 'Alice', avatar: 'alice.svg' },
  bob: { name: 'Bob', avatar: 'bob.svg' },
};

const find = (selector) => document.querySelector(selector);
const log = find('#log');
const nameOf = (userId) => people[userId]?.name ?? userId;

const provider = find('call-provider');
provider.resolveUser = (userId) => people[userId];
provider.addEventListener('call-incoming', ({ call }) => note(`${nameOf(call.remoteUserId)} is calling`));
provider.addEventListener('call-connected', () => note('Connected'));
provider.addEventListener('call-disconnected', ({ info }) => note(`Hung up after ${Math.round(info.duration / 1000)} s`));
provider.addEventListener('call-error', ({ error }) => note(error.message));
provider.setAttribute('user-id', user);

find('call-panel').setAttribute('user-id', to);
find('#name').textContent = nameOf(user);
find('#other').href = `?${new URLSearchParams({ user: to, to: user })}`;

function note(text) {
  const line = document.createElement('li');
  line.textContent = text;
  log.prepend(line);
}
