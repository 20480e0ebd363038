import { ECSClient, type Service } from '@aws-sdk/client-ecs';

import { updateService } from '../../../nodes/AwsEcs/changes/updateService';
import { createAwsService } from '../../../nodes/shared/aws/awsService';
import { OperationFailure } from '../../../nodes/shared/operation/errors';
import { useManualClock } from '../../n8n/sandboxClock';

useManualClock();

const revision = (number: number) => `arn:aws:ecs:us-east-1:123456789012:task-definition/app:${number}`;
const entry = (id: number, number: number, status = 'PRIMARY') => ({
	id: `ecs-svc/${id}`,
	status,
	taskDefinition: revision(number),
});
const before: Service = {
	serviceName: 'app',
	status: 'ACTIVE',
	taskDefinition: revision(1),
	currentServiceDeployment: 'old',
	deployments: [entry(1, 1)],
};
const throttled = { status: 400, body: { __type: 'ThrottlingException', message: 'Rate exceeded' } };
const broken = { status: 500, body: { __type: 'ServerException', message: 'Server fault' } };

/** ECS that answers an update so, and shows these services one after the other, the last one again and again. */
function ecsThat(update: { status: number; body: unknown }, services: (Service | undefined)[]) {
	const updates: unknown[] = [];
	const ecs = createAwsService(
		{ name: 'AWS ECS', createClient: (config) => new ECSClient(config), advice: () => undefined },
		{
			region: 'us-east-1',
			endpoint: 'http://127.0.0.1:1',
			keys: { accessKeyId: 'a', secretAccessKey: 'b' },
			role: undefined,
		},
		async ({ headers, body }) => {
			const isUpdate = String(headers['x-amz-target']).endsWith('.UpdateService');
			if (isUpdate) updates.push(JSON.parse(body?.toString() ?? ''));
			const service = services.length > 1 && !isUpdate ? services.shift() : services[0];
			const answer = isUpdate ? update : service ? { status: 200, body: { services: [service] } } : throttled;
			return {
				status: answer.status,
				headers: { 'content-type': 'application/x-amz-json-1.1' },
				bytes: Buffer.from(JSON.stringify(answer.body)),
			};
		},
	);
	return { ecs, updates };
}

async function update(ecs: ReturnType<typeof ecsThat>['ecs']) {
	return await updateService(ecs, { cluster: 'c', service: 'app' }, before, { taskDefinition: revision(2) });
}

it('follows the deployment that the answer names', async () => {
	const after = { ...before, currentServiceDeployment: 'new', deployments: [entry(2, 2), entry(1, 1, 'ACTIVE')] };
	const { ecs } = ecsThat({ status: 200, body: { service: after } }, []);
	expect(await update(ecs)).toMatchObject({ deployment: { id: 'ecs-svc/2' }, recordArn: 'new' });
});

it('takes no service deployment of before for its own', async () => {
	const after = { ...before, deployments: [entry(2, 2), entry(1, 1, 'ACTIVE')] };
	const { ecs } = ecsThat({ status: 200, body: { service: after } }, []);
	expect(await update(ecs)).toMatchObject({ deployment: { id: 'ecs-svc/2' }, recordArn: undefined });
});

it('looks again where the answer does not show the deployment yet', async () => {
	const after = { ...before, deployments: [entry(2, 2), entry(1, 1, 'ACTIVE')] };
	const { ecs, updates } = ecsThat({ status: 200, body: { service: before } }, [before, after]);
	expect((await update(ecs)).deployment.id).toBe('ecs-svc/2');
	expect(updates).toHaveLength(1);
});

it("follows its own deployment, though somebody else's was started over it while the answer was lost", async () => {
	const after = { ...before, currentServiceDeployment: 'theirs', deployments: [entry(3, 5), entry(2, 2, 'ACTIVE')] };
	const { ecs, updates } = ecsThat(broken, [after]);
	expect(await update(ecs)).toMatchObject({ deployment: { id: 'ecs-svc/2' }, recordArn: undefined });
	expect(updates).toHaveLength(1);
});

it.each([
	[
		'an update that is taken, but starts nothing',
		{ status: 200, body: { service: before } },
		[before],
		/accepted the update of service app, but shows no new deployment/,
		1,
	],
	['an update that is not confirmed, twice', broken, [before], /did not confirm the update of service app, twice/, 2],
	[
		'an update that is not confirmed, where nothing can be looked at: it is not sent again',
		broken,
		[undefined],
		/did not confirm the update of service app, and the service cannot be looked at: .*ThrottlingException/,
		1,
	],
])('fails: %s', async (_what, answer, services, message, sent) => {
	const { ecs, updates } = ecsThat(answer, services);
	const error: unknown = await update(ecs).catch((reason: unknown) => reason);
	if (!(error instanceof OperationFailure)) throw error;
	expect(error.message).toMatch(message);
	expect(error.advice).toMatch(/Look at the service's deployments|look at the service's deployments/);
	expect(updates).toHaveLength(sent);
});
