import { siteReference } from '../../../../nodes/Netlify/api/siteReference';

describe('siteReference', () => {
	it.each([
		['7a1e0001-5b0c-4c1f-9d00-000000000001', '7a1e0001-5b0c-4c1f-9d00-000000000001'],
		['paintbox', 'paintbox.netlify.app'],
		['paintbox.candlefish.ai', 'paintbox.candlefish.ai'],
		[' https://Paintbox.candlefish.ai/colours?x=1#top ', 'paintbox.candlefish.ai'],
		['https://app.netlify.com/sites/paintbox/deploys', 'paintbox.netlify.app'],
		['https://app.netlify.com/projects/crown-trophy', 'crown-trophy.netlify.app'],
	])('reads %s as %s', (entered, expected) => {
		expect(siteReference(entered)).toBe(expected);
	});
});
