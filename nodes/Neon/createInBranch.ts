import type { IDataObject } from 'n8n-workflow';

import { OperationFailure } from '../shared/operation/errors';
import type { OperationContext } from '../shared/operation/operation';
import { switchParameter, textParameter } from '../shared/fields/parameters';
import { path } from '../shared/http/path';
import type { PlatformClient } from '../shared/http/platformClient';
import { attempt } from '../shared/waiting/attempt';
import { branchName } from './branches';
import { changeOnce, isTaken, unproven } from './change';
import { checkName, chosenBranch, chosenProject } from './locators';
import { openOperations } from './openOperations';
import { waitForOperations } from './operations';
import { planJson } from './plan';
import { neonClient } from './transport';
import type { NeonBranch, NeonProject, WithOperations } from './types';
import { startWait } from './wait';

/** Something with a name that a branch is to hold. */
export interface NewPart<Part extends { readonly name: string }> {
	/** As Neon's paths and answers and the sentences call it. */
	readonly kind: 'database' | 'role';
	/** What Neon is told of it besides its name. */
	readonly body: IDataObject;
	/** The same for a dry run. */
	readonly plan: IDataObject;
	readonly ifTaken: string;
	readonly list: (client: PlatformClient, projectId: string, branchId: string) => Promise<Part[]>;
	/** The output. `answer` is what Neon answered, `made` what is seen afterwards. */
	readonly json: (
		made: Part,
		answer: Part,
		client: PlatformClient,
		project: NeonProject,
		branch: NeonBranch,
	) => Promise<IDataObject> | IDataObject;
}

/** Makes a database or a role, once, and sees that it is there. @throws OperationFailure when there is one of that name. */
export async function createInBranch<Part extends { readonly name: string }>(
	context: OperationContext,
	{ kind, body, plan, ifTaken, list, json }: NewPart<Part>,
): Promise<IDataObject> {
	const client = neonClient(context);
	const wait = startWait(context);
	const name = checkName(textParameter(context, 'name'), 'Name', 63);
	const project = await chosenProject(context, client);
	const branch = await chosenBranch(context, client, project);
	const find = async () =>
		(await list(client, project.id, branch.id)).find((part) => part.name === name);
	const taken = () =>
		new OperationFailure(`Branch ${branchName(branch)} has a ${kind} "${name}" already`, ifTaken);
	if (await find()) throw taken();
	if (switchParameter(context, 'dryRun')) {
		return planJson(project, branchName(branch), { ...plan, name });
	}
	const sent = await attempt(
		changeOnce<WithOperations & { readonly [part in typeof kind]?: Part }>(
			client,
			{
				method: 'POST',
				path: `${path`/projects/${project.id}/branches/${branch.id}`}/${kind}s`,
				body: { [kind]: { name, ...body } },
			},
			wait,
			async () => {
				const found = await find();
				return found ? { [kind]: found } : null;
			},
		),
	);
	if (!sent.ok) throw isTaken(sent.error) ? taken() : sent.error;
	const operations = sent.value.operations ?? (await openOperations(client, project, branch));
	await waitForOperations(client, project.id, operations, wait);
	const made = await find();
	if (!made) throw unproven(`branch ${branchName(branch)} has no ${kind} ${name}`);
	return await json(made, sent.value[kind] ?? made, client, project, branch);
}
