// Runs Netlify's own client, unmodified, against the sandbox: `node deployWithClient.mjs <origin>`.
// It is ESM only, so it gets a process of its own instead of jest's CommonJS.
import { createHash } from 'node:crypto';

import { NetlifyAPI } from '@netlify/api';

const client = new NetlifyAPI('sandbox-netlify-token', {
	scheme: 'http',
	host: new URL(process.argv[2]).host,
	pathPrefix: '/netlify/api/v1',
});
const sha1 = (text) => createHash('sha1').update(text).digest('hex');
const contents = { 'index.html': '<h1>client</h1>', 'css/site.css': 'body{}' };

async function waitFor(siteId, deployId, states) {
	for (;;) {
		const deploy = await client.getSiteDeploy({ siteId, deployId });
		if (deploy.state === 'error') throw new Error(deploy.error_message);
		if (states.includes(deploy.state)) return deploy;
	}
}

const sites = await client.listSites({ filter: 'all' });
const { id: siteId } = sites.find((site) => site.name === 'paintbox');
const { id: deployId } = await client.createSiteDeploy({ siteId, title: 'From the client', body: {} });
await client.updateSiteDeploy({
	siteId,
	deployId,
	body: {
		files: Object.fromEntries(Object.entries(contents).map(([path, text]) => [path, sha1(text)])),
		async: true,
	},
});
const prepared = await waitFor(siteId, deployId, ['prepared']);
for (const [path, text] of Object.entries(contents)) {
	if (!prepared.required.includes(sha1(text))) continue;
	await client.uploadDeployFile({ deployId, path: encodeURI(path), body: () => text });
}
const ready = await waitFor(siteId, deployId, ['ready']);
const build = await client.createSiteBuild({ siteId });
const built = await waitFor(siteId, build.deploy_id, ['ready']);
await client.restoreSiteDeploy({ siteId, deployId });
const site = await client.getSite({ siteId });
process.stdout.write(
	JSON.stringify({
		required: prepared.required.length,
		title: ready.title,
		url: ready.deploy_ssl_url,
		built: built.context,
		published: site.published_deploy.id === deployId,
	}),
);
