import { ECSClient, ListClustersCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

import type { AwsKeys } from './awsDriver';
import { AwsDriver, CLUSTER, SANDBOX_KEYS } from './awsDriver';

let aws: AwsDriver;

beforeEach(async () => {
	aws = await AwsDriver.start();
});

afterEach(async () => {
	expect(aws.contract.violations()).toEqual([]);
	await aws.close();
});

const ecsWith = (keys: AwsKeys) => new ECSClient(aws.settings(keys));

async function assume(roleName: string): Promise<AwsKeys> {
	const { Credentials } = await aws.sts.send(
		new AssumeRoleCommand({
			RoleArn: `arn:aws:iam::123456789012:role/${roleName}`,
			RoleSessionName: 'slipway',
			Tags: [{ Key: 'release', Value: 'r 1/2+3' }],
		}),
	);
	return {
		accessKeyId: Credentials?.AccessKeyId ?? '',
		secretAccessKey: Credentials?.SecretAccessKey ?? '',
		sessionToken: Credentials?.SessionToken,
	};
}

test('the user is who signed', async () => {
	expect(await aws.sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
		Account: '123456789012',
		Arn: 'arn:aws:iam::123456789012:user/slipway-sandbox',
	});
});

test.each([
	['an unknown key', { accessKeyId: 'AKIAUNKNOWN00000000' }, 'UnrecognizedClientException', 'InvalidClientTokenId'],
	['a wrong secret', { secretAccessKey: 'wrong' }, 'InvalidSignatureException', 'SignatureDoesNotMatch'],
	['a foreign token', { sessionToken: 'foreign' }, 'UnrecognizedClientException', 'InvalidClientTokenId'],
])('%s is refused, by each protocol in its own words', async (_, change, json, query) => {
	const keys = { ...SANDBOX_KEYS, ...change };
	await expect(ecsWith(keys).send(new ListClustersCommand({}))).rejects.toMatchObject({
		name: json,
		$metadata: { requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
	});
	await expect(new STSClient(aws.settings(keys)).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
		name: query,
	});
});

test('a changed body breaks the signature, and no signature is none', async () => {
	const signed: Record<string, string> = {};
	const client = ecsWith(SANDBOX_KEYS);
	client.middlewareStack.add(
		(next) => async (args) => {
			const { request } = args;
			if (typeof request === 'object' && request !== null && 'headers' in request) {
				Object.assign(signed, request.headers);
			}
			return await next(args);
		},
		{ step: 'finalizeRequest', priority: 'low' },
	);
	await client.send(new ListClustersCommand({}));
	expect(signed.authorization).toContain('Credential=AKIASANDBOX00000000/');
	const send = async (body: string, without?: string) => {
		const left = new Set(['content-length', without]);
		const sent = Object.fromEntries(Object.entries(signed).filter(([name]) => !left.has(name)));
		const response = await fetch(`${aws.sandbox.origin}/aws/`, { method: 'POST', headers: sent, body });
		const answer: unknown = await response.json();
		return { status: response.status, type: response.headers.get('x-amzn-errortype'), answer };
	};
	expect(await send('{}')).toMatchObject({ status: 200 });
	expect(await send('{"maxResults":1}')).toMatchObject({ status: 400, type: 'InvalidSignatureException' });
	expect(await send('{}', 'authorization')).toMatchObject({ type: 'MissingAuthenticationTokenException' });
});

test('an assumed role works until its session ends', async () => {
	const keys = await assume('slipway-deployer');
	const ecs = ecsWith(keys);
	expect((await ecs.send(new ListClustersCommand({}))).clusterArns).toHaveLength(1);
	const { Arn } = await new STSClient(aws.settings(keys)).send(new GetCallerIdentityCommand({}));
	expect(Arn).toBe('arn:aws:sts::123456789012:assumed-role/slipway-deployer/slipway');
	await aws.control('/sessions/expire', {});
	await expect(ecs.send(new ListClustersCommand({}))).rejects.toMatchObject({
		name: 'ExpiredTokenException',
	});
});

test('a role may be denied, or only look', async () => {
	await expect(assume('denied')).rejects.toMatchObject({ name: 'AccessDenied' });
	const keys = await assume('slipway-read-only');
	const ecs = ecsWith(keys);
	expect((await ecs.send(new ListClustersCommand({}))).clusterArns).toHaveLength(1);
	await expect(
		ecs.send(new UpdateServiceCommand({ cluster: CLUSTER, service: 'gateway', desiredCount: 0 })),
	).rejects.toMatchObject({ name: 'AccessDeniedException' });
	await expect(
		new SecretsManagerClient(aws.settings(keys)).send(
			new GetSecretValueCommand({ SecretId: 'candlefish/production/license' }),
		),
	).rejects.toMatchObject({ name: 'AccessDeniedException' });
	expect((await aws.service('gateway')).desiredCount).toBe(2);
});

test('the limits throttle by token bucket, which fills again', async () => {
	await aws.control('/limits', { enabled: true });
	const list = () => aws.ecs.send(new ListClustersCommand({}));
	const results = await Promise.allSettled(Array.from({ length: 60 }, list));
	expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(50);
	await expect(list()).rejects.toMatchObject({ name: 'ThrottlingException', message: 'Rate exceeded' });
	aws.clock.advance(1000);
	const later = await Promise.allSettled(Array.from({ length: 30 }, list));
	expect(later.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
});

test('an error ordered for one operation, before or after it was carried out', async () => {
	const update = () =>
		aws.ecs.send(new UpdateServiceCommand({ cluster: CLUSTER, service: 'gateway', forceNewDeployment: true }));
	const before = (await aws.service('gateway')).deployments?.[0]?.id;
	await aws.control('/faults', { operation: 'ecs.UpdateService', code: 'ServerException' });
	await expect(update()).rejects.toMatchObject({ name: 'ServerException' });
	expect((await aws.service('gateway')).deployments?.[0]?.id).toBe(before);
	await aws.control('/faults', { operation: 'ecs.UpdateService', code: 'ServerException', carriedOut: true });
	await expect(update()).rejects.toMatchObject({ name: 'ServerException' });
	expect((await aws.service('gateway')).deployments?.[0]?.id).not.toBe(before);
});
