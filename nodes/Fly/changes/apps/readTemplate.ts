import { OperationFailure, PlatformRequestError } from '../../../shared/operation/errors';
import { attempt } from '../../../shared/waiting/attempt';
import type { FlyClient } from '../../api/client';
import { listMachines } from '../../api/machines';
import { machineTemplate, type MachineTemplate } from '../../state/machineTemplate';

/** What a first machine is made from. @throws OperationFailure when that app cannot be read, or has no machine that could be copied. */
export async function readTemplate(fly: FlyClient, sourceApp: string): Promise<MachineTemplate> {
	const listed = await attempt(listMachines(fly, sourceApp));
	if (!listed.ok) {
		const { error } = listed;
		if (!(error instanceof PlatformRequestError) || ![401, 403, 404].includes(error.status ?? 0)) throw error;
		throw new OperationFailure(
			`The machines of app ${sourceApp} could not be read, from which a first machine is made: ${error.message}`,
			'Nothing was changed. Check its name. If it is in another organization, join a token that reads it to that of the credential by a comma: FlyV1 fm2_...,fm2_... ("fly tokens create readonly" makes one)',
			{},
			{ cause: error },
		);
	}
	const template = machineTemplate(listed.value);
	if (template) return template;
	throw new OperationFailure(
		`App ${sourceApp} has no machine that could be copied: none that Fly's app platform manages and whose configuration can be read`,
		'Nothing was changed. Deploy that app first, or name another one',
	);
}
