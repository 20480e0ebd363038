import type { IDataObject } from 'n8n-workflow';

import { useManualClock } from '../../n8n/sandboxClock';
import { EcsDriver, image, named } from './ecsDriver';

const clock = useManualClock();
let aws: EcsDriver;

beforeEach(async () => {
	aws = await EcsDriver.start(clock);
	await aws.control('/task-definitions/plant', {
		taskDefinition: 'nanda-workers:3',
		members: { futureSetting: { mode: 'strict', limit: 12 } },
		container: 'nanda-workers',
		containerMembers: {
			futureProbe: { path: '/ready' },
			healthCheck: { command: ['CMD', 'true'], futureField: 'kept' },
		},
	});
});
afterEach(async () => {
	// The contract does not know the planted members either.
	expect(aws.recorder.violations().filter((each) => !/future\w+ is no member/.test(each))).toEqual([]);
	await aws.sandbox.close();
});

const planted = {
	futureSetting: { mode: 'strict', limit: 12 },
	containerDefinitions: [
		expect.objectContaining({
			futureProbe: { path: '/ready' },
			healthCheck: expect.objectContaining({ futureField: 'kept' }),
		}),
	],
};

function registered(): IDataObject[] {
	return aws.calls('RegisterTaskDefinition').map(({ body }) => body as IDataObject);
}

describe('members of a task definition that are newer than the bundled SDK', () => {
	it('are in the copy that Deploy registers, and the deployment is proven', async () => {
		expect(await aws.run({ operation: 'deploy', ...image('v5') })).toMatchObject({
			verified: true,
			version: 'nanda-workers:4',
		});
		expect(registered()).toEqual([expect.objectContaining(planted)]);
	});

	it('are in the copy that Register makes, once', async () => {
		const parameters = {
			resource: 'taskDefinition',
			operation: 'register',
			taskDefinition: named('nanda-workers'),
			...image('v5'),
		};
		expect(await aws.run(parameters)).toMatchObject({ version: 'nanda-workers:4', isNew: true });
		expect(await aws.run({ ...parameters, taskDefinition: named('nanda-workers:3') })).toMatchObject({
			version: 'nanda-workers:4',
			isNew: false,
		});
		expect(registered()).toEqual([expect.objectContaining(planted)]);
	});

	it('make another revision of what only differs in them', async () => {
		const parameters = { resource: 'taskDefinition', operation: 'register', ...image('v5') };
		await aws.run({ ...parameters, taskDefinition: named('nanda-workers:3') });
		await aws.control('/task-definitions/plant', {
			taskDefinition: 'nanda-workers:4',
			members: { futureSetting: { mode: 'lax' } },
		});
		expect(await aws.run({ ...parameters, taskDefinition: named('nanda-workers:3') })).toMatchObject({
			version: 'nanda-workers:5',
			isNew: true,
		});
	});
});

it('says which revision is copied where that is not the newest, in the plan and in the release', async () => {
	const register = { resource: 'taskDefinition', operation: 'register', taskDefinition: named('nanda-workers:3') };
	await aws.run({
		...register,
		environment: { variable: [{ container: 'nanda-workers', name: 'REGION', value: 'eu' }] },
	});
	const note = expect.stringMatching(/^nanda-workers:3 was copied, but the newest revision is nanda-workers:4/);
	expect(await aws.run({ operation: 'deploy', dryRun: true, ...image('v5') })).toMatchObject({ notes: [note] });
	expect(await aws.run({ ...register, dryRun: true, ...image('v6') })).toMatchObject({ notes: [note] });
	expect(await aws.run({ operation: 'deploy', ...image('v5') })).toMatchObject({ verified: true, notes: [note] });
	expect(await aws.run({ operation: 'deploy', ...image('v6') })).toMatchObject({ notes: [] });
});
