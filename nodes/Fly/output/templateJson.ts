import type { IDataObject } from 'n8n-workflow';

import type { MachineTemplate } from '../state/machineTemplate';

/** What a first machine is made from, without its configuration: that may hold what nobody should read. */
export function templateJson(app: string, { managed, leftOut }: MachineTemplate): IDataObject {
	return {
		app,
		machine: managed.machine.id,
		processGroup: managed.group,
		region: managed.machine.region ?? null,
		leftOut: [...leftOut],
	};
}
