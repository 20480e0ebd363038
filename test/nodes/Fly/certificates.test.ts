import { useManualClock } from '../../n8n/sandboxClock';
import { type FlyDriver, named, useFlyDriver } from './flyDriver';

const clock = useManualClock();
let fly: FlyDriver;
useFlyDriver(clock, (driver) => (fly = driver));

const getCertificates = { resource: 'app', operation: 'getCertificates', app: named('paintbox-api') };
const issue = async (hostname: string, days?: number) =>
	await fly.control('/certificates', { app: 'paintbox-api', hostname, ...(days !== undefined && { days }) });

it('tells until when the certificates of its own names last, and which was not issued yet', async () => {
	await issue('api.candlefish.ai', 60);
	await issue('old.candlefish.ai', 5);
	await issue('new.candlefish.ai');
	const day = (days: number) => new Date(clock.now() + days * 86_400_000).toISOString();
	const found = await fly.run(getCertificates);
	expect(found).toMatchObject({
		app: 'paintbox-api',
		url: `${fly.sandbox.origin}/apps/paintbox-api`,
		certificates: [
			{ name: 'api.candlefish.ai', state: 'active' },
			{ name: 'old.candlefish.ai', state: 'active' },
			{ name: 'new.candlefish.ai', state: 'pending_validation', expiresAt: null },
		],
	});
	const ends = (found.certificates as Array<{ expiresAt: string | null }>).map(({ expiresAt }) =>
		expiresAt?.slice(0, 10),
	);
	expect(ends).toEqual([day(60).slice(0, 10), day(5).slice(0, 10), undefined]);
});

it('gives none where it has no name of its own, and says that there is no such app', async () => {
	expect(await fly.run(getCertificates)).toMatchObject({ certificates: [] });
	const { message } = await fly.failure({ ...getCertificates, app: named('nobody') });
	expect(message).toContain('404');
});
