import type { IDataObject } from 'n8n-workflow';

import type { FlyRelease } from '../api/types';
import { machineReport } from '../state/machineReport';
import type { LeftOutMachine, ManagedMachine } from '../state/managedMachines';
import { releaseJson } from './releaseJson';

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
		machines: machines.map(({ machine }) => machineReport(machine)),
		leftOut: [...leftOut],
		current: newest && releaseJson(app, newest, { live: false }, { verified: false, raw: false }),
	};
}

/** Of a dry run: which containers of which machine would get the image, where there are any. */
export function containersPlan(chosen: ReadonlyMap<string, readonly string[]>): IDataObject {
	const entries = [...chosen].filter(([, names]) => names.length > 0);
	return entries.length === 0 ? {} : { containers: Object.fromEntries(entries.map(([id, names]) => [id, [...names]])) };
}
