import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { OBSERVATIONS_VARIABLE, type Observation, readObservations } from './schemas/observations';
import { roomOfNode, schemaFileOf } from './schemas/schemaFiles';
import { schemaOf, shapeOf } from './schemas/shape';
import { PROJECT_FOLDER } from './stack';
import { createTerminal, runTool } from './terminal';

/** Runs the nodes' tests, or the given ones, and writes what each operation gave as the schema that the editor shows. */
async function main(): Promise<number> {
	const terminal = createTerminal();
	const folder = await mkdtemp(path.join(tmpdir(), 'slipway-outputs-'));
	try {
		const code = await runNodeTests(folder);
		if (code !== 0) terminal.line('Some tests failed: what they did not reach is missing below.');
		const files = await writeSchemas(readObservations(folder));
		terminal.line(`${files.length} schemas written. Those of operations that no test runs stay as they were.`);
		return code;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function runNodeTests(folder: string): Promise<number> {
	const [first = 'test/nodes', ...more] = process.argv.slice(2);
	const words = [path.join(PROJECT_FOLDER, 'node_modules/jest/bin/jest.js'), first, ...more];
	return await new Promise((resolve, reject) => {
		spawn(process.execPath, words, {
			cwd: PROJECT_FOLDER,
			stdio: 'inherit',
			env: { ...process.env, [OBSERVATIONS_VARIABLE]: folder },
		})
			.once('error', reject)
			.once('exit', (code) => resolve(code ?? 1));
	});
}

async function writeSchemas(observations: readonly Observation[]): Promise<string[]> {
	const items = new Map<string, unknown[]>();
	for (const { node, operation, items: seen } of observations) {
		const room = roomOfNode(PROJECT_FOLDER, node);
		if (room === undefined) continue;
		const file = schemaFileOf(room, operation);
		items.set(file, [...(items.get(file) ?? []), ...seen]);
	}
	for (const [file, seen] of items) {
		const place = path.join(PROJECT_FOLDER, file);
		await mkdir(path.dirname(place), { recursive: true });
		await writeFile(place, `${JSON.stringify({ ...schemaOf(shapeOf(seen)), version: 1 }, null, 2)}\n`);
	}
	return [...items.keys()];
}

runTool(main);
