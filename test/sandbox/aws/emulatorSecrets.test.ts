import {
	CreateSecretCommand,
	DeleteSecretCommand,
	DescribeSecretCommand,
	GetSecretValueCommand,
	ListSecretsCommand,
	ListSecretVersionIdsCommand,
	PutSecretValueCommand,
	RestoreSecretCommand,
	TagResourceCommand,
	UpdateSecretCommand,
	UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';

import { describeOnEmulator, Emulator, newName } from '../../shared/aws/emulator';
import { AwsDriver } from './awsDriver';
import { type ComparedCall, endOf, type Side } from './emulatorComparison';

const name = newName('compared');
const first = '11111111-1111-1111-1111-111111111111';
const second = '22222222-1111-1111-1111-111111111111';
const network = { subnets: [], securityGroups: [] };

/** In order: each finds what those before it have left. */
const calls: readonly ComparedCall[] = [
	{
		what: 'Create',
		end: 'ok',
		call: async ({ secrets }) =>
			await secrets.send(new CreateSecretCommand({ Name: name, SecretString: 'a', ClientRequestToken: first })),
	},
	{
		what: 'Create, the same token and value',
		end: 'ok',
		call: async ({ secrets }) =>
			await secrets.send(new CreateSecretCommand({ Name: name, SecretString: 'a', ClientRequestToken: first })),
	},
	{
		what: 'Create, the same token and another value',
		end: 'ResourceExistsException',
		call: async ({ secrets }) =>
			await secrets.send(new CreateSecretCommand({ Name: name, SecretString: 'b', ClientRequestToken: first })),
	},
	{
		what: 'Create, another token',
		end: 'ResourceExistsException',
		call: async ({ secrets }) =>
			await secrets.send(new CreateSecretCommand({ Name: name, SecretString: 'a', ClientRequestToken: second })),
	},
	{
		what: 'Create, a short token',
		end: 'InvalidParameterException',
		call: async ({ secrets }) =>
			await secrets.send(
				new CreateSecretCommand({ Name: `${name}-s`, SecretString: 'a', ClientRequestToken: 'short' }),
			),
	},
	{
		what: 'Create, a name with a space',
		end: 'ValidationException',
		call: async ({ secrets }) => await secrets.send(new CreateSecretCommand({ Name: `${name} s`, SecretString: 'a' })),
		emulatorErrs: "takes any name; LocalStack has AWS's answer on record",
	},
	{
		what: 'Create, text and binary',
		end: 'InvalidParameterException',
		call: async ({ secrets }) =>
			await secrets.send(
				new CreateSecretCommand({ Name: `${name}-b`, SecretString: 'a', SecretBinary: new Uint8Array([1]) }),
			),
		emulatorErrs: 'takes both; the API reference: not both',
	},
	{
		what: 'Create, without a value',
		end: 'ok',
		call: async ({ secrets }) => await secrets.send(new CreateSecretCommand({ Name: `${name}-n` })),
	},
	{
		what: 'Get of one without a value',
		end: 'ResourceNotFoundException',
		call: async ({ secrets }) => await secrets.send(new GetSecretValueCommand({ SecretId: `${name}-n` })),
	},
	{
		what: 'Describe of one without a value',
		end: 'ok',
		call: async ({ secrets }) => await secrets.send(new DescribeSecretCommand({ SecretId: `${name}-n` })),
	},
	{
		what: 'Get',
		end: 'ok',
		call: async ({ secrets }) => await secrets.send(new GetSecretValueCommand({ SecretId: name })),
	},
	{
		what: 'Get of none',
		end: 'ResourceNotFoundException',
		call: async ({ secrets }) => await secrets.send(new GetSecretValueCommand({ SecretId: 'none' })),
	},
	{
		what: 'Get, unknown stage',
		end: 'ResourceNotFoundException',
		call: async ({ secrets }) =>
			await secrets.send(new GetSecretValueCommand({ SecretId: name, VersionStage: 'NONE' })),
	},
	{
		what: 'Get, unknown version',
		end: 'ResourceNotFoundException',
		call: async ({ secrets }) => await secrets.send(new GetSecretValueCommand({ SecretId: name, VersionId: second })),
	},
	{
		what: 'Get, version and stage that do not belong together',
		end: 'InvalidRequestException',
		call: async ({ secrets }) =>
			await secrets.send(new GetSecretValueCommand({ SecretId: name, VersionId: first, VersionStage: 'AWSPREVIOUS' })),
	},
	{
		what: 'Put',
		end: 'ok',
		call: async ({ secrets }) =>
			await secrets.send(new PutSecretValueCommand({ SecretId: name, SecretString: 'b', ClientRequestToken: second })),
	},
	{
		what: 'Put, the same token and value',
		end: 'ok',
		call: async ({ secrets }) =>
			await secrets.send(new PutSecretValueCommand({ SecretId: name, SecretString: 'b', ClientRequestToken: second })),
	},
	{
		what: 'Put, the same token and another value',
		end: 'ResourceExistsException',
		call: async ({ secrets }) =>
			await secrets.send(new PutSecretValueCommand({ SecretId: name, SecretString: 'c', ClientRequestToken: second })),
	},
	{
		what: 'Put, nothing',
		end: 'InvalidRequestException',
		call: async ({ secrets }) => await secrets.send(new PutSecretValueCommand({ SecretId: name })),
	},
	{
		what: 'Put into none',
		end: 'ResourceNotFoundException',
		call: async ({ secrets }) => await secrets.send(new PutSecretValueCommand({ SecretId: 'none', SecretString: 'b' })),
	},
	{
		what: 'Describe',
		end: 'ok',
		call: async ({ secrets }) => await secrets.send(new DescribeSecretCommand({ SecretId: name })),
	},
	{
		what: 'Versions',
		end: 'ok',
		call: async ({ secrets }) => await secrets.send(new ListSecretVersionIdsCommand({ SecretId: name })),
	},
	{
		what: 'Versions of none',
		end: 'ResourceNotFoundException',
		call: async ({ secrets }) => await secrets.send(new ListSecretVersionIdsCommand({ SecretId: 'none' })),
		emulatorErrs: "dies with 500; LocalStack has AWS's answer on record",
	},
	{
		what: 'Move AWSCURRENT without saying from where',
		end: 'InvalidParameterException',
		call: async ({ secrets }) =>
			await secrets.send(
				new UpdateSecretVersionStageCommand({ SecretId: name, VersionStage: 'AWSCURRENT', MoveToVersionId: first }),
			),
	},
	{
		what: 'Move AWSCURRENT from where it is not',
		end: 'InvalidParameterException',
		call: async ({ secrets }) =>
			await secrets.send(
				new UpdateSecretVersionStageCommand({
					SecretId: name,
					VersionStage: 'AWSCURRENT',
					MoveToVersionId: first,
					RemoveFromVersionId: first,
				}),
			),
	},
	{
		what: 'Move AWSCURRENT back',
		end: 'ok',
		call: async ({ secrets }) =>
			await secrets.send(
				new UpdateSecretVersionStageCommand({
					SecretId: name,
					VersionStage: 'AWSCURRENT',
					MoveToVersionId: first,
					RemoveFromVersionId: second,
				}),
			),
	},
	{
		what: 'AWSPREVIOUS moves with it',
		end: 'ok',
		call: async ({ secrets }) => {
			const { VersionIdsToStages: stages = {} } = await secrets.send(new DescribeSecretCommand({ SecretId: name }));
			if (`${String(stages[first])} ${String(stages[second])}` !== 'AWSCURRENT AWSPREVIOUS')
				throw new Error(JSON.stringify(stages));
		},
	},
	{
		what: 'Update of the description alone',
		end: 'ok',
		call: async ({ secrets }) => await secrets.send(new UpdateSecretCommand({ SecretId: name, Description: 'x' })),
	},
	{
		what: 'Update of the value',
		end: 'ok',
		call: async ({ secrets }) => await secrets.send(new UpdateSecretCommand({ SecretId: name, SecretString: 'y' })),
	},
	{
		what: 'List by name',
		end: 'ok',
		call: async ({ secrets }) =>
			await secrets.send(new ListSecretsCommand({ Filters: [{ Key: 'name', Values: [name] }] })),
	},
	{
		what: 'List by an unknown key',
		end: 'ValidationException',
		call: async ({ secrets }) =>
			await secrets.send(new ListSecretsCommand(JSON.parse(`{"Filters":[{"Key":"none","Values":["${name}"]}]}`))),
	},
	{
		what: 'List of 101',
		end: 'ValidationException',
		call: async ({ secrets }) => await secrets.send(new ListSecretsCommand({ MaxResults: 101 })),
		emulatorErrs: 'takes any number; the model: at most 100',
	},
	{
		what: 'Delete with a window of 3 days',
		end: 'InvalidParameterException',
		call: async ({ secrets }) =>
			await secrets.send(new DeleteSecretCommand({ SecretId: name, RecoveryWindowInDays: 3 })),
	},
	{
		what: 'Delete with a window and by force',
		end: 'InvalidParameterException',
		call: async ({ secrets }) =>
			await secrets.send(
				new DeleteSecretCommand({ SecretId: name, RecoveryWindowInDays: 7, ForceDeleteWithoutRecovery: true }),
			),
	},
	{
		what: 'Delete of none',
		end: 'ResourceNotFoundException',
		call: async ({ secrets }) => await secrets.send(new DeleteSecretCommand({ SecretId: 'none' })),
	},
	{
		what: 'Delete of none by force',
		end: 'ok',
		call: async ({ secrets }) =>
			await secrets.send(new DeleteSecretCommand({ SecretId: 'none', ForceDeleteWithoutRecovery: true })),
	},
	{
		what: 'Delete',
		end: 'ok',
		call: async ({ secrets }) => await secrets.send(new DeleteSecretCommand({ SecretId: name })),
	},
	{
		what: 'Delete twice',
		end: 'InvalidRequestException',
		call: async ({ secrets }) => await secrets.send(new DeleteSecretCommand({ SecretId: name })),
	},
	{
		what: 'Get of a deleted one',
		end: 'InvalidRequestException',
		call: async ({ secrets }) => await secrets.send(new GetSecretValueCommand({ SecretId: name })),
	},
	{
		what: 'Put into a deleted one',
		end: 'InvalidRequestException',
		call: async ({ secrets }) => await secrets.send(new PutSecretValueCommand({ SecretId: name, SecretString: 'q' })),
		emulatorErrs: 'writes into it',
	},
	{
		what: 'Update of a deleted one',
		end: 'InvalidRequestException',
		call: async ({ secrets }) => await secrets.send(new UpdateSecretCommand({ SecretId: name, SecretString: 'q' })),
	},
	{
		what: 'Create of a deleted one',
		end: 'InvalidRequestException',
		call: async ({ secrets }) => await secrets.send(new CreateSecretCommand({ Name: name, SecretString: 'q' })),
		emulatorErrs: "says ResourceExistsException; LocalStack has AWS's answer on record",
	},
	{
		what: 'Describe of a deleted one',
		end: 'ok',
		call: async ({ secrets }) => await secrets.send(new DescribeSecretCommand({ SecretId: name })),
	},
	{
		what: 'Restore',
		end: 'ok',
		call: async ({ secrets }) => await secrets.send(new RestoreSecretCommand({ SecretId: name })),
	},
	{
		what: 'Restore twice',
		end: 'ok',
		call: async ({ secrets }) => await secrets.send(new RestoreSecretCommand({ SecretId: name })),
	},
	{
		what: 'Restore of none',
		end: 'ResourceNotFoundException',
		call: async ({ secrets }) => await secrets.send(new RestoreSecretCommand({ SecretId: 'none' })),
	},
	{
		what: 'Tag of none',
		end: 'ResourceNotFoundException',
		call: async ({ secrets }) =>
			await secrets.send(new TagResourceCommand({ SecretId: 'none', Tags: [{ Key: 'a', Value: 'b' }] })),
	},
];

/** What the emulator tells and AWS does not: a version that was never read has no LastAccessedDate. */
const emulatorOnly = new Set(['Versions[].LastAccessedDate']);

describeOnEmulator('Secrets Manager in the sandbox, beside an emulator of others', () => {
	let sandbox: AwsDriver;
	let sides: { readonly ours: Side; readonly theirs: Side };
	const emulator = new Emulator('ap-south-1');
	beforeAll(async () => {
		sandbox = await AwsDriver.start();
		sides = {
			ours: { ecs: sandbox.ecs, secrets: sandbox.secrets, network },
			theirs: { ecs: emulator.ecs, secrets: emulator.secrets, network },
		};
	});
	afterAll(async () => {
		expect(sandbox.contract.violations()).toEqual([]);
		emulator.close();
		await sandbox.close();
	});

	it.each(calls)('$what: $end', async (call) => {
		const ours = await endOf(call, sides.ours);
		const theirs = await endOf(call, sides.theirs);
		expect(ours.end).toBe(call.end);
		// AWS answers 400 to all of these; the emulator says 404 to some.
		if (call.end !== 'ok' && ours.status !== undefined) expect(ours.status).toBe(400);
		if (call.emulatorErrs !== undefined) {
			expect(theirs.end).not.toBe(call.end);
			return;
		}
		expect(theirs.end).toBe(call.end);
		expect(theirs.members.filter((member) => !ours.members.includes(member) && !emulatorOnly.has(member))).toEqual([]);
	});
});
