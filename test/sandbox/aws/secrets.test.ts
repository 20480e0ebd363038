import {
	BatchGetSecretValueCommand,
	CreateSecretCommand,
	DeleteSecretCommand,
	DescribeSecretCommand,
	GetSecretValueCommand,
	ListSecretsCommand,
	ListSecretVersionIdsCommand,
	paginateListSecrets,
	PutSecretValueCommand,
	RestoreSecretCommand,
	TagResourceCommand,
	UntagResourceCommand,
	UpdateSecretCommand,
	UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';

import { AwsDriver } from './awsDriver';

const PLANTED = 'planted-secret-value-8273';
const API = 'candlefish/production/paintbox-api';
let aws: AwsDriver;

beforeEach(async () => {
	aws = await AwsDriver.start();
});

afterEach(async () => {
	expect(aws.contract.violations()).toEqual([]);
	await aws.close();
});

const get = (SecretId: string, rest: { VersionId?: string; VersionStage?: string } = {}) =>
	aws.secrets.send(new GetSecretValueCommand({ SecretId, ...rest }));

test('the seed has a JSON, a plain text and a binary secret', async () => {
	expect(JSON.parse((await get(API)).SecretString ?? '')).toHaveProperty('SESSION_KEY');
	expect((await get('candlefish/production/license')).SecretString).toMatch(/license/);
	const binary = await get('candlefish/production/signing-keystore');
	expect(binary.SecretString).toBeUndefined();
	expect(Buffer.from(binary.SecretBinary ?? []).subarray(-3)).toEqual(Buffer.from([0, 1, 2]));
});

test('the labels move with each new value, and back', async () => {
	const created = await aws.secrets.send(new CreateSecretCommand({ Name: 'labels', SecretString: 'one' }));
	expect(created.ARN).toMatch(/^arn:aws:secretsmanager:us-east-1:123456789012:secret:labels-[A-Za-z0-9]{6}$/);
	const two = await aws.secrets.send(new PutSecretValueCommand({ SecretId: 'labels', SecretString: 'two' }));
	expect((await get('labels')).SecretString).toBe('two');
	expect((await get('labels', { VersionStage: 'AWSPREVIOUS' })).SecretString).toBe('one');
	const three = await aws.secrets.send(
		new PutSecretValueCommand({ SecretId: 'labels', SecretString: 'three', VersionStages: ['AWSPENDING'] }),
	);
	expect(three.VersionStages).toEqual(['AWSPENDING']);
	expect((await get('labels')).SecretString).toBe('two');
	const move = (RemoveFromVersionId: string | undefined) =>
		aws.secrets.send(
			new UpdateSecretVersionStageCommand({
				SecretId: 'labels',
				VersionStage: 'AWSCURRENT',
				MoveToVersionId: created.VersionId,
				RemoveFromVersionId,
			}),
		);
	await expect(move(undefined)).rejects.toMatchObject({
		name: 'InvalidParameterException',
		message: expect.stringContaining(two.VersionId ?? 'none'),
	});
	await move(two.VersionId);
	const described = await aws.secrets.send(new DescribeSecretCommand({ SecretId: 'labels' }));
	expect(described.VersionIdsToStages).toEqual({
		[created.VersionId ?? '']: ['AWSCURRENT'],
		[two.VersionId ?? '']: ['AWSPREVIOUS'],
		[three.VersionId ?? '']: ['AWSPENDING'],
	});
	await aws.secrets.send(new UpdateSecretCommand({ SecretId: 'labels', SecretString: 'four' }));
	const shown = await aws.secrets.send(new ListSecretVersionIdsCommand({ SecretId: 'labels' }));
	const all = await aws.secrets.send(new ListSecretVersionIdsCommand({ SecretId: 'labels', IncludeDeprecated: true }));
	expect([shown.Versions?.length, all.Versions?.length]).toEqual([3, 4]);
	await expect(get('labels', { VersionStage: 'AWSNONE' })).rejects.toMatchObject({
		name: 'ResourceNotFoundException',
	});
});

test('a request token makes a write repeatable', async () => {
	const ClientRequestToken = '11111111-2222-4333-8444-555555555555';
	const put = (SecretString: string) =>
		aws.secrets.send(new PutSecretValueCommand({ SecretId: API, SecretString, ClientRequestToken }));
	const first = await put('same');
	expect((await put('same')).VersionId).toBe(first.VersionId);
	await expect(put('other')).rejects.toMatchObject({ name: 'ResourceExistsException' });
});

test('deletion has a recovery window, and its end', async () => {
	const remove = (RecoveryWindowInDays?: number, ForceDeleteWithoutRecovery?: boolean) =>
		aws.secrets.send(new DeleteSecretCommand({ SecretId: API, RecoveryWindowInDays, ForceDeleteWithoutRecovery }));
	await expect(remove(3)).rejects.toMatchObject({ name: 'InvalidParameterException' });
	const { DeletionDate } = await remove(7);
	expect(Number(DeletionDate) - aws.clock.now()).toBe(7 * 86_400_000);
	await expect(get(API)).rejects.toMatchObject({
		name: 'InvalidRequestException',
		message: expect.stringContaining('marked for deletion'),
	});
	await expect(aws.secrets.send(new CreateSecretCommand({ Name: API, SecretString: 'x' }))).rejects.toMatchObject({
		name: 'InvalidRequestException',
	});
	const { DeletedDate } = await aws.secrets.send(new DescribeSecretCommand({ SecretId: API }));
	expect(DeletedDate).toBeDefined();
	await aws.secrets.send(new RestoreSecretCommand({ SecretId: API }));
	expect((await get(API)).Name).toBe(API);
	await remove(7);
	aws.clock.advance(8 * 86_400_000);
	await expect(get(API)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('forced deletion frees the name, and the next one has another ARN', async () => {
	const before = (await get(API)).ARN;
	await aws.secrets.send(new DeleteSecretCommand({ SecretId: API, ForceDeleteWithoutRecovery: true }));
	const after = await aws.secrets.send(new CreateSecretCommand({ Name: API, SecretString: 'x' }));
	expect(after.ARN).not.toBe(before);
	await expect(aws.secrets.send(new CreateSecretCommand({ Name: API, SecretString: 'y' }))).rejects.toMatchObject({
		name: 'ResourceExistsException',
	});
});

test('lists by filter and in pages; many values at once', async () => {
	const names = async (filter: { Key: 'name' | 'tag-value' | 'all'; Values: string[] }) =>
		(
			await aws.secrets.send(new ListSecretsCommand({ Filters: [filter], SortBy: 'name', SortOrder: 'asc' }))
		).SecretList?.map(({ Name }) => Name);
	expect(await names({ Key: 'name', Values: ['candlefish/production/n'] })).toEqual([
		'candlefish/production/nanda-workers',
	]);
	expect(await names({ Key: 'tag-value', Values: ['paintbox-api'] })).toEqual(['candlefish/preview/paintbox-api', API]);
	expect(await names({ Key: 'all', Values: ['binary'] })).toEqual(['candlefish/production/signing-keystore']);
	const all = [];
	for await (const page of paginateListSecrets({ client: aws.secrets, pageSize: 3 }, {})) {
		all.push(...(page.SecretList ?? []));
	}
	expect(all).toHaveLength(6);
	const batch = await aws.secrets.send(new BatchGetSecretValueCommand({ SecretIdList: [API, 'none'] }));
	expect(batch.SecretValues).toHaveLength(1);
	expect(batch.Errors).toMatchObject([{ SecretId: 'none', ErrorCode: 'ResourceNotFoundException' }]);
});

test('tags are set and removed', async () => {
	await aws.secrets.send(new TagResourceCommand({ SecretId: API, Tags: [{ Key: 'owner', Value: 'ana' }] }));
	await aws.secrets.send(new UntagResourceCommand({ SecretId: API, TagKeys: ['service'] }));
	const { Tags } = await aws.secrets.send(new DescribeSecretCommand({ SecretId: API }));
	expect(Tags).toEqual([
		{ Key: 'environment', Value: 'production' },
		{ Key: 'owner', Value: 'ana' },
	]);
});

test('no value is in the state, nor in the request log', async () => {
	await aws.secrets.send(new CreateSecretCommand({ Name: 'planted', SecretString: PLANTED }));
	const bytes = Buffer.from(PLANTED);
	await aws.secrets.send(new CreateSecretCommand({ Name: 'planted-bytes', SecretBinary: bytes }));
	expect((await get('planted')).SecretString).toBe(PLANTED);
	await get('planted-bytes');
	await aws.secrets.send(new BatchGetSecretValueCommand({ SecretIdList: ['planted', 'planted-bytes'] }));
	const written = JSON.stringify([aws.sandbox.state(), aws.sandbox.requests()]);
	expect(written).toContain('planted-bytes');
	expect(written).not.toContain(PLANTED);
	expect(written).not.toContain(bytes.toString('base64'));
	expect(written).not.toContain('sandbox-session-key');
	expect(written).not.toContain('sandbox-aws-secret-access-key');
});

test('a partial ARN finds a secret, but for one whose name ends as a suffix does', async () => {
	const plain = await aws.secrets.send(new CreateSecretCommand({ Name: 'partial', SecretString: 'one' }));
	expect((await get(String(plain.ARN).slice(0, -7))).SecretString).toBe('one');
	const odd = await aws.secrets.send(new CreateSecretCommand({ Name: 'prod-abc123', SecretString: 'two' }));
	await expect(get(String(odd.ARN).slice(0, -7))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
	expect((await get(String(odd.ARN))).SecretString).toBe('two');
	expect((await get('prod-abc123')).SecretString).toBe('two');
});

test('a version without labels has no list of them, and an access is known by its day', async () => {
	const first = await aws.secrets.send(new CreateSecretCommand({ Name: 'bare', SecretString: 'one' }));
	for (const SecretString of ['two', 'three']) {
		await aws.secrets.send(new PutSecretValueCommand({ SecretId: 'bare', SecretString }));
	}
	const bare = await get('bare', { VersionId: String(first.VersionId) });
	expect(bare.SecretString).toBe('one');
	expect(bare).not.toHaveProperty('VersionStages');
	const { Versions = [] } = await aws.secrets.send(
		new ListSecretVersionIdsCommand({ SecretId: 'bare', IncludeDeprecated: true }),
	);
	const listed = Versions.find(({ VersionId }) => VersionId === first.VersionId);
	expect(listed).not.toHaveProperty('VersionStages');
	expect(listed?.LastAccessedDate?.toISOString()).toMatch(/T00:00:00.000Z$/);
});
