import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const testFolder = resolve(import.meta.dirname, '..');
const projectFolder = resolve(testFolder, '..');
const contractsFolder = resolve(projectFolder, '../shared/contracts');

/** The vendors' contracts that a test names and this machine does not have, as paths from the project, sorted. */
export function missingContracts(folder = contractsFolder) {
	const names = readdirSync(testFolder, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.flatMap((file) => [...readFileSync(join(testFolder, file), 'utf8').matchAll(/\/shared\/contracts\/([\w./-]+)/g)])
		.map(([, name]) => name);
	return [...new Set(names)]
		.filter((name) => !existsSync(join(folder, name)))
		.map((name) => relative(projectFolder, join(folder, name)))
		.sort();
}

/** Says once, at the end of a run, what could not be held against its contract. The tests themselves stay silent. */
export default class MissingReporter {
	onRunComplete() {
		if (process.env.SLIPWAY_MISSING_SAID_LATER) return;
		const lines = missingContracts().map((file) => `Not checked, since this contract is not here: ${file}`);
		if (!process.env.SLIPWAY_AWS_EMULATOR_URL) {
			lines.push(
				'Not run, since no AWS emulator is named in SLIPWAY_AWS_EMULATOR_URL (CONTRIBUTING.md): the tests against one',
			);
		}
		// On stderr, as all of jest's reports.
		for (const line of lines) process.stderr.write(`${line}\n`);
	}
}
