import { buildScanConfig } from '@n8n/scan-community-package/scanner/scanner.mjs';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

// What ships is held to n8n's own verification rules, taken from the scanner itself so that they
// cannot drift. Those rules forbid `process`, timers and `fs`, which the sandbox, the tools and
// the tests exist to use: they get ordinary TypeScript rules instead.
const scanConfig = await buildScanConfig();
const shipped = ['nodes/**/*.ts', 'credentials/**/*.ts', 'package.json'];

// The scanner's patterns match in any folder: here they are held to what ships, and not to test/nodes.
function shippedOnly(entry) {
	const files = entry.files?.map((pattern) => pattern.replace(/^\*\*\//, '')) ?? shipped;
	return files.includes('*.json') || files.includes('*.ts') ? [] : [{ ...entry, files }];
}

export default defineConfig(
	{ ignores: ['dist/**', 'packages/**', 'node_modules/**', '.slipway/**', 'coverage/**', 'package-lock.json'] },
	...scanConfig.flatMap(shippedOnly),
	{ files: ['package.json'], languageOptions: { parser: tseslint.parser } },
	{
		files: ['**/*.ts'],
		extends: [tseslint.configs.recommended],
		languageOptions: { parser: tseslint.parser },
		rules: {
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/no-non-null-assertion': 'error',
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/no-unused-vars': 'error',
			'no-empty': ['error', { allowEmptyCatch: false }],
			eqeqeq: ['error', 'smart'],
		},
	},
	// A longer function is a table of contents that was never written: its steps have no names.
	{ files: ['nodes/**/*.ts'], rules: { 'max-lines-per-function': ['error', { max: 80 }] } },
	{ files: ['sandbox/**/*.ts'], rules: { 'max-lines-per-function': ['error', { max: 100 }] } },
);
