const esModules = '@noble|shlex|htmlparser2|domhandler|domutils|dom-serializer|domelementtype|entities';

/** @type {import('jest').Config} */
export default {
	rootDir: import.meta.dirname,
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	testEnvironment: 'node',
	reporters: ['default', '<rootDir>/test/contract/missingReporter.mjs'],
	// n8n-core reads decorator metadata, so the polyfill comes first.
	setupFiles: ['reflect-metadata'],
	transform: {
		'^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript', decorators: true }, target: 'es2022' } }],
		// ES modules only, which jest does not load as they are.
		[`/node_modules/(${esModules})/.+\\.js$`]: [
			'@swc/jest',
			{ jsc: { target: 'es2022' }, module: { type: 'commonjs' } },
		],
	},
	// The last part of a path counts: `sanitize-html` of n8n's own forms brings its parts with it.
	transformIgnorePatterns: [`/node_modules/(?!(${esModules}|sanitize-html)/)`],
	// `dist` and the tools' own state hold a second package.json with our name.
	modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.slipway/'],
	testPathIgnorePatterns: ['/node_modules/'],
	workerIdleMemoryLimit: '1GB',
	// To end a test that hangs, not one that is slow: a loaded machine takes ten times as long.
	testTimeout: 300_000,
};
