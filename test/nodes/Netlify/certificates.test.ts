import { named, paintbox, useNetlify } from './netlifyDriver';

const netlify = useNetlify();
const getCertificates = { resource: 'site', operation: 'getCertificates', site: named('paintbox') };
const dayMs = 86_400_000;

const lasts = async (days: number) => await netlify.control(`/sites/${paintbox.id}/certificate`, { days });

it.each([60, 6, -1])('tells of a certificate that ends in %d days', async (days) => {
	await lasts(days);
	const endsAt = new Date(netlify.clock.now() + days * dayMs).toISOString();
	expect(await netlify.run(getCertificates)).toEqual({
		site: 'paintbox',
		siteId: paintbox.id,
		url: expect.stringMatching(/^http/),
		isTlsForced: false,
		certificates: [
			{
				name: 'paintbox.candlefish.ai',
				domains: ['paintbox.candlefish.ai'],
				state: days > 0 ? 'issued' : 'expired',
				expiresAt: endsAt,
			},
		],
	});
});

it("gives none where all names are Netlify's, and says that there is no such site", async () => {
	await netlify.run({ resource: 'site', operation: 'create', name: 'plain', settings: {} });
	expect(await netlify.run({ ...getCertificates, site: named('plain') })).toMatchObject({ certificates: [] });
	expect(await netlify.failure({ ...getCertificates, site: named('nobody') })).toMatchObject({
		message: expect.stringContaining('no site "nobody"'),
	});
});
