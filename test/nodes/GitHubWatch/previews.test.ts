import { useWatch } from './watchDriver';

const shop = 'candlefish-ai/service-00';
const watch = useWatch({ [shop]: { 'README.md': '# shop\n' } });

const minute = () => watch.clock.advance(60_000);
const pull = async (body: object) =>
	Number((await watch.control('pull-requests', { repository: shop, deliver: false, ...body })).number);
const asksOf = (items: Awaited<ReturnType<typeof watch.poll>>['items']) =>
	(items ?? []).map(({ kind, turnName, why }) => `${String(kind)} ${String(turnName)} ${String(why)}`);

/** The mark that a run of 06 leaves with its turn. */
const markOf = (number: number, ending = '') => {
	const found = watch.sandbox.services.repositories;
	const head = found.resolve(shop, `change-${number}`)?.sha ?? '';
	return `${head} main${ending}`;
};
const open = async (number: number, more: object = {}) => await pull({ branch: `change-${number}`, ...more });
const turnOf = (number: number) => `${shop}#${number}`;

beforeEach(async () => {
	await watch.redis(
		'HSET',
		'slipway:watch',
		shop,
		JSON.stringify({ id: '9', branches: [], releases: [], previews: true }),
	);
});

it('asks once for a pull request whose delivery was lost, and not once it was looked at', async () => {
	const number = await open(1);
	const first = await watch.poll();
	expect(first.items).toEqual([
		{
			kind: 'preview',
			repository: shop,
			repositoryId: '9',
			number,
			turnName: turnOf(number),
			why: 'watch',
			actor: '',
			deliveryId: '',
			wish: false,
			services: [],
		},
	]);
	minute();
	expect((await watch.poll()).items).toBeNull();
	await watch.look(turnOf(number), markOf(1));
	for (let minutes = 0; minutes < 12; minutes++) {
		minute();
		const { items, requests } = await watch.poll();
		expect(items).toBeNull();
		// Nothing moved: one conditional request, which counts nothing.
		expect(requests.map(({ status, path }) => `${path} ${status}`)).toEqual([`/repos/${shop}/pulls 304`]);
	}
});

it('asks again after ten minutes when nothing came of it', async () => {
	const number = await open(1);
	expect(asksOf((await watch.poll()).items)).toEqual([`preview ${turnOf(number)} watch`]);
	watch.clock.advance(10 * 60_000);
	expect(asksOf((await watch.poll()).items)).toEqual([`preview ${turnOf(number)} watch`]);
});

it.each(['synchronize', 'converted_to_draft', 'closed'])('asks when the delivery of "%s" was lost', async (action) => {
	const number = await open(1);
	await watch.look(turnOf(number), markOf(1));
	expect((await watch.poll()).items).toBeNull();
	await pull({ number, action });
	minute();
	expect(asksOf((await watch.poll()).items)).toEqual([`preview ${turnOf(number)} watch`]);
	// The look saw it.
	await watch.look(
		turnOf(number),
		{ synchronize: markOf(1), converted_to_draft: markOf(1, ' draft'), closed: '' }[action] ?? '',
	);
	minute();
	expect((await watch.poll()).items).toBeNull();
});

it('asks for no draft that nobody looked at, and for a fork, whose comment says why', async () => {
	await open(1, { draft: true });
	const fork = await open(2, { fork: true });
	expect(asksOf((await watch.poll()).items)).toEqual([`preview ${turnOf(fork)} watch`]);
});

it('takes a pull request that could not be listed for neither open nor closed', async () => {
	const number = await open(1);
	await watch.look(turnOf(number), markOf(1));
	await watch.poll();
	minute();
	expect((await watch.poll({ credential: { accessToken: 'wrong' } })).items).toBeNull();
	expect((await watch.poll()).items).toBeNull();
});

it('asks when a preview is due, and when its run died, and pages when it died again and again', async () => {
	const number = await open(1);
	const name = turnOf(number);
	await watch.look(name, markOf(1), { lookAgainAt: new Date(watch.clock.now() + 60_000).toISOString() });
	expect((await watch.poll()).items).toBeNull();
	minute();
	expect(asksOf((await watch.poll()).items)).toEqual([`preview ${name} due`]);
	const item = { kind: 'preview', repository: shop, number, actor: 'patrick', turnName: name };
	await watch.turn('7', 'ask', name, { owner: 'x/7', item });
	minute();
	expect((await watch.poll()).items).toBeNull();
	await watch.beSilentFor(name, 100);
	minute();
	const { items } = await watch.poll();
	expect(items).toMatchObject([
		{
			kind: 'preview',
			turnName: name,
			why: 'lapsed',
			number,
			releaseId: 'x/7',
			actor: 'patrick',
			previousExecution: '',
		},
	]);
	await watch.redis('HSET', `slipway:turn:${name}`, 'restarts', '3');
	minute();
	const paged = await watch.poll();
	expect(paged.items).toMatchObject([{ kind: 'page', key: `slipway/${name}`, severity: 'critical' }]);
});

it('asks for no pull request of a repository without previews', async () => {
	await watch.watch({ [shop]: { branches: ['main'] } });
	await open(1);
	await watch.wasLookedAt(`${shop}@main`, watch.sandbox.services.repositories.resolve(shop, 'main')?.sha ?? '');
	const { items, requests } = await watch.poll();
	expect(items).toBeNull();
	expect(requests.map(({ path }) => path)).toEqual([`/repos/${shop}/git/ref/heads/main`]);
});
