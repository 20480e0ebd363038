import { readdirSync } from 'node:fs';
import { basename, resolve } from 'node:path';

import { build } from 'esbuild';

import { bundleOptions } from '../../tools/bundleOptions';

const root = resolve(__dirname, '../..');
const nodes = readdirSync(resolve(root, 'nodes'), { recursive: true, encoding: 'utf8' })
	.filter((name) => name.endsWith('.node.ts'))
	.map((name) => `nodes/${name}`)
	.sort();

/** In bytes, minified as they ship. */
const largest = { withAws: 418_000, without: 80_000 };

/**
 * Of those that are larger. Fly's node deploys by itself, where others ask their platform to: four
 * strategies, revert and verification. GitHub's holds the ledger's rules, a health check, and what reads the
 * workflow files of second deployers. The rest is what surviving failed looks and the vendors' words cost, and 2 to
 * 5 kB for Put Result in Field, fields that read themselves and the one writeOnce. Upstash's holds turns and the node that runs a release's waves,
 * the catalog's the board as a page.
 */
const largerNodes: Readonly<Record<string, number>> = {
	'Fly.node.ts': 137_000,
	'NetlifyDeployments.node.ts': 119_000,
	'GitHubDeployments.node.ts': 305_000,
	'Upstash.node.ts': 126_000,
	'Neon.node.ts': 90_000,
	'ServiceCatalog.node.ts': 100_000,
};

describe('A bundle stays small', () => {
	it.each(nodes)('%s', async (entryPoint) => {
		const { outputFiles = [], metafile } = await build({
			...bundleOptions([entryPoint], resolve(root, 'dist')),
			write: false,
			metafile: true,
		});
		expect(outputFiles.map(({ path }) => basename(path))).toEqual([basename(entryPoint).replace(/\.ts$/, '.js')]);
		const hasAws = Object.keys(metafile?.inputs ?? {}).some((input) => input.includes('node_modules/@aws-sdk/'));
		const limit = hasAws ? largest.withAws : (largerNodes[basename(entryPoint)] ?? largest.without);
		expect(outputFiles[0]?.contents.length).toBeLessThan(limit);
	});
});
