import type { IDataObject } from 'n8n-workflow';

import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import type { OperationContext } from '../../../shared/operation/operation';
import { findEndpoint } from '../../api/endpoints';
import type { NeonBranch, NeonEndpoint } from '../../api/types';
import { changeComputeState, isAlready, type ComputeVerb } from '../../changes/changeComputeState';
import type { Work } from '../../changes/work';
import { endpointField } from '../../fields/locators';
import { shaped } from '../../fields/simplify';
import { computeJson } from '../../output/computeJson';
import { planJson } from '../../output/planJson';
import { startWork } from '../startWork';

export async function chosenCompute(
	context: OperationContext,
): Promise<{ readonly work: Work; readonly endpoint: NeonEndpoint }> {
	const endpointId = endpointField.read(context);
	const work = await startWork(context);
	return { work, endpoint: await findEndpoint(work, endpointId) };
}

/** Starts or suspends a compute, or returns the plan. A compute already in that state is left alone. */
export async function changeState(
	context: OperationContext,
	work: Work,
	branch: NeonBranch,
	before: NeonEndpoint,
	verb: ComputeVerb,
): Promise<IDataObject> {
	const changed = !isAlready(verb, before);
	if (dryRunProperty.read(context)) {
		return planJson(work.project, before.id, {
			action: changed ? verb : 'nothing',
			state: before.current_state ?? null,
		});
	}
	const after = changed ? await changeComputeState(work, before, verb) : before;
	return { ...shaped(context, after, (endpoint) => computeJson(work.project, endpoint, branch)), changed };
}
