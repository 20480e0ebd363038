import { addressesOf } from '../../../../nodes/Netlify/state/addresses';

const deploy = {
	id: '65f1c0de7a1e0001d0000001',
	name: 'paintbox',
	ssl_url: 'https://paintbox.candlefish.ai',
	url: 'http://paintbox.candlefish.ai',
	deploy_ssl_url: 'https://main--paintbox.netlify.app',
};

it("takes the permalink for the deploy's own address", () => {
	expect(addressesOf({ ...deploy, links: { permalink: 'https://own.example' } })).toEqual({
		url: 'https://own.example',
		siteUrl: 'https://paintbox.candlefish.ai',
		branchUrl: 'https://main--paintbox.netlify.app',
	});
});

it("makes it where an older answer lacks it, and guesses nothing without the site's name", () => {
	const own = 'https://65f1c0de7a1e0001d0000001--paintbox.netlify.app';
	expect(addressesOf(deploy).url).toBe(own);
	expect(addressesOf({ ...deploy, links: null, name: null })).toMatchObject({ url: null });
	expect(addressesOf({ ...deploy, deploy_ssl_url: own })).toMatchObject({ url: own, branchUrl: null });
});
