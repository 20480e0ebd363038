import type { IDataObject } from 'n8n-workflow';

import type { FlyMachine } from '../api/types';
import { machineReport } from '../state/machineReport';
import { redactMachine } from './redactMachine';

/** A machine as an item's JSON; Fly's own answer too when asked for, without what may be a credential. */
export function machineJson(machine: FlyMachine, raw: boolean): IDataObject {
	return {
		...machineReport(machine),
		cordoned: machine.cordoned ?? null,
		createdAt: machine.created_at ?? null,
		updatedAt: machine.updated_at ?? null,
		...(raw && { raw: redactMachine(machine) as IDataObject }),
	};
}
