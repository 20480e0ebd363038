/** @type {import('jest').Config} */
export default {
	rootDir: import.meta.dirname,
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	testEnvironment: 'node',
	// n8n-core reads decorator metadata, so the polyfill comes first.
	setupFiles: ['reflect-metadata'],
	transform: {
		'^.+\\.ts$': [
			'@swc/jest',
			{ jsc: { parser: { syntax: 'typescript', decorators: true }, target: 'es2022' } },
		],
		// ES modules only, which jest does not load as they are.
		'/node_modules/(@noble|shlex)/.+\\.js$': ['@swc/jest', { jsc: { target: 'es2022' } }],
	},
	transformIgnorePatterns: ['/node_modules/(?!(@noble|shlex)/)'],
	// `dist` and the tools' own state hold a second package.json with our name.
	modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.slipway/'],
	testPathIgnorePatterns: ['/node_modules/'],
	workerIdleMemoryLimit: '1GB',
	// To end a test that hangs, not one that is slow: a loaded machine takes ten times as long.
	testTimeout: 300_000,
};
