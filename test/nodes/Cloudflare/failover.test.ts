import { useManualClock } from '../../n8n/sandboxClock';
import { useCloudflare } from './cloudflareDriver';

const cloudflare = useCloudflare(useManualClock());

const signal = {
	signal: 'down',
	name: 'api.candlefish.ai',
	zone: 'candlefish.ai',
	type: 'CNAME',
	primary: 'paintbox-api.fly.dev',
	standby: 'paintbox-api-standby.fly.dev',
	service: 'paintbox-api',
	environment: 'production',
	isStandbyGood: true,
	since: '2026-01-01T00:00:00.000Z',
	reason: 'answers 503, not 200-299',
};
const records = { ok: true, items: [{ content: 'paintbox-api.fly.dev' }] };
const decide = { resource: 'failover', operation: 'decide', ledgerRows: '[]', catalogRows: '[]' };
const decideItem = async (item: object, parameters = {}) =>
	await cloudflare.run({ ...decide, item: JSON.stringify(item), ...parameters });

describe('Failover: Decide', () => {
	it('says from what to what the record is to be swapped, and back', async () => {
		expect(await decideItem({ ...signal, records })).toMatchObject({
			next: 'swap',
			fromContent: signal.primary,
			toContent: signal.standby,
			name: signal.name,
		});
		const swapped = { ok: true, items: [{ content: signal.standby }] };
		expect(await decideItem({ ...signal, signal: 'up', records: swapped })).toMatchObject({
			next: 'swapBack',
			fromContent: signal.standby,
			toContent: signal.primary,
		});
	});

	it('lets a table that cannot be read, and a record that cannot, stop nothing', async () => {
		const unread = { ok: false, error: { message: 'Cloudflare answered 503' } };
		const rows = { ledgerRows: '[{"error":"no table"}]', catalogRows: '[{}]' };
		expect(await decideItem({ ...signal, records: unread }, rows)).toMatchObject({ next: 'swap' });
	});

	it('refuses an item that no watch gave', async () => {
		expect((await cloudflare.failure({ ...decide, item: '{}' })).message).toBe('Item is not what Health Watch gave');
	});
});

describe('Failover: Conclude', () => {
	const conclude = { resource: 'failover', operation: 'conclude' };
	const decided = JSON.stringify({ ...signal, next: 'swap', because: 'No deployment is young enough to be the cause' });

	it('makes the page of a swap, of one that failed, and of a roll back', async () => {
		const swapped = JSON.stringify({ swapped: { ok: true, resolved: true } });
		expect(await cloudflare.run({ ...conclude, decided, result: swapped })).toMatchObject({
			action: 'trigger',
			severity: 'error',
			key: 'slipway/name/api.candlefish.ai',
		});
		const failed = JSON.stringify({ swapped: { ok: false, error: { message: 'Cloudflare answered 503' } } });
		expect(await cloudflare.run({ ...conclude, decided, result: failed })).toMatchObject({ severity: 'critical' });
		const rolledBack = JSON.stringify({ ...signal, next: 'rollBack', because: 'it went live minutes before' });
		for (const [result, words] of [
			[{ page: { title: 'Rolled back' } }, 'was rolled back'],
			[{ page: { title: 'It was NOT rolled back' } }, 'could not be rolled back: It was NOT rolled back'],
			[{ error: 'The run died' }, 'could not be rolled back: The run died'],
		] as const) {
			const page = await cloudflare.run({ ...conclude, decided: rolledBack, result: JSON.stringify(result) });
			expect(page.summary).toContain(words);
		}
	});

	it('tells nobody where nothing had to be done', async () => {
		const nothing = JSON.stringify({ ...signal, next: 'nothing', because: 'It points there already' });
		expect(await cloudflare.items({ ...conclude, decided: nothing, result: '{}' })).toEqual([]);
	});

	it('refuses what Decide did not give', async () => {
		const failure = await cloudflare.failure({ ...conclude, decided: '{}', result: '{}' });
		expect(failure.message).toBe('Decided is not what Decide gave');
	});
});
