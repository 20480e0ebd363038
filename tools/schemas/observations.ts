import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { isRecord } from '../json';

/** Where the tests note what operations gave; set by `npm run schemas`. */
export const OBSERVATIONS_VARIABLE = 'SLIPWAY_OUTPUT_OBSERVATIONS';

/** Items that an operation of a node gave. */
export interface Observation {
	/** A node type's name: `gitHubDeployments`. */
	readonly node: string;
	/** `deployment/create`; empty for a node without operations. */
	readonly operation: string;
	readonly items: readonly unknown[];
}

/** Notes one, in a file of this process: tests run in several. */
export function noteObservation(folder: string, observation: Observation): void {
	appendFileSync(path.join(folder, `${process.pid}.jsonl`), `${JSON.stringify(observation)}\n`);
}

export function readObservations(folder: string): Observation[] {
	return readdirSync(folder).flatMap((name) =>
		readFileSync(path.join(folder, name), 'utf8')
			.split('\n')
			.filter((line) => line !== '')
			.map((line) => {
				const noted: unknown = JSON.parse(line);
				if (
					!isRecord(noted) ||
					typeof noted.node !== 'string' ||
					typeof noted.operation !== 'string' ||
					!Array.isArray(noted.items)
				) {
					throw new Error(`${name} holds a line that is no observation`);
				}
				return { node: noted.node, operation: noted.operation, items: noted.items };
			}),
	);
}
