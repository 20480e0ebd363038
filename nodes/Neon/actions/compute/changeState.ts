import type { IDataObject } from 'n8n-workflow';

import { OperationFailure } from '../../../shared/operation/errors';
import type { OperationContext } from '../../../shared/operation/operation';
import { locatorValue, switchParameter } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import { shaped } from '../../answers';
import { requireAllowed } from '../../branchGuard';
import { readBranch } from '../../branches';
import { changeWhenFree, unproven } from '../../change';
import { endpointJson, findEndpoint } from '../../endpoints';
import { chosenProject } from '../../locators';
import { waitForOperations } from '../../operations';
import { planJson } from '../../plan';
import { waitUntilReady } from '../../readiness';
import { neonClient } from '../../transport';
import type { EndpointAnswer } from '../../types';
import { startWait } from '../../wait';

/** Starts or suspends a compute and sees that it did. Done already is done well. */
export async function changeState(
	context: OperationContext,
	verb: 'start' | 'suspend',
): Promise<IDataObject> {
	const client = neonClient(context);
	const wait = startWait(context);
	const endpointId = locatorValue(context, 'endpoint', 'Compute');
	const wanted = verb === 'start' ? 'active' : 'idle';
	const project = await chosenProject(context, client);
	const before = await findEndpoint(client, project, endpointId);
	if (verb === 'start' && before.disabled === true) {
		throw new OperationFailure(
			`Compute ${before.id} of branch ${before.branch_id ?? ''} is disabled`,
			'Enable the compute in Neon, then run this again',
		);
	}
	const branch = await readBranch(client, project.id, before.branch_id ?? '');
	if (verb === 'suspend') {
		requireAllowed(context, project, branch, `cut off from its clients (compute ${before.id} runs on)`);
	}
	const isThere = before.current_state === wanted && !before.pending_state;
	if (switchParameter(context, 'dryRun')) {
		return planJson(project, before.id, { action: isThere ? 'nothing' : verb, state: before.current_state ?? null });
	}
	if (!isThere) {
		const { operations = [] } = await changeWhenFree<EndpointAnswer>(
			client,
			{
				method: 'POST',
				path: `${path`/projects/${project.id}/endpoints/${before.id}`}/${verb}`,
				safeToRepeat: true,
			},
			wait,
		);
		await waitForOperations(client, project.id, operations, wait);
	}
	const after = isThere ? before : await findEndpoint(client, project, before.id);
	if (after.current_state === wanted) {
		const json = shaped(context, after, (endpoint) => endpointJson(project, endpoint, branch));
		const output = { ...json, changed: !isThere };
		if (verb === 'suspend' || after.type !== 'read_write') return output;
		const { answered } = await waitUntilReady(context, client, project, branch, [], wait);
		return { ...output, answered, verified: answered === true };
	}
	throw unproven(
		`compute ${before.id} is in state ${after.current_state ?? 'unknown'}, not ${wanted}`,
		verb === 'start'
			? 'Look at the compute in Neon, then run this again'
			: 'Somebody may have connected meanwhile, which starts it again',
	);
}
