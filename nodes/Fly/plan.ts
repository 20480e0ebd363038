import type { IDataObject } from 'n8n-workflow';

import { machineReport, reportsJson } from './fleet';
import type { LeftOutMachine, ManagedMachine } from './processGroups';
import { releaseJson } from './release';
import type { FlyRelease } from './types';

/** The output of a dry run: what would be done, to which machines, and what they run now. */
export function planJson(
	app: string,
	machines: readonly ManagedMachine[],
	leftOut: readonly LeftOutMachine[],
	newest: FlyRelease | null,
	plan: IDataObject,
): IDataObject {
	return {
		dryRun: true,
		verified: false,
		platform: 'fly',
		target: app,
		plan,
		machines: reportsJson(machines.map(({ machine }) => machineReport(machine))),
		leftOut: leftOut.map((machine) => ({ ...machine })),
		current: newest && releaseJson(app, newest, { live: false }, { verified: false, raw: false }),
	};
}
