import { CredentialTestContext } from 'n8n-core';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { AwsEcs } from '../../../nodes/AwsEcs/AwsEcs.node';
import { AwsSecretsManager } from '../../../nodes/AwsSecretsManager/AwsSecretsManager.node';
import { createAwsPlatform } from '../../../sandbox/aws/index';
import { startSandbox, type Sandbox } from '../../../sandbox/kernel/sandbox';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox({ platforms: [createAwsPlatform] });
});
afterAll(async () => await sandbox.close());

/** As n8n's credential window does it: the function that a node names in `testedBy`, in n8n-core's real context. */
async function test(data: ICredentialDataDecryptedObject) {
	const node = new AwsEcs();
	const [credential] = node.description.credentials ?? [];
	expect(credential?.testedBy).toBe('awsCredentialTest');
	return await node.methods.credentialTest.awsCredentialTest.call(new CredentialTestContext(), {
		id: '1',
		name: 'AWS',
		type: 'slipwayAwsApi',
		data: {
			region: 'us-east-1',
			accessKeyId: 'AKIASANDBOX00000000',
			secretAccessKey: 'sandbox-aws-secret-access-key',
			baseUrl: `${sandbox.origin}/aws`,
			...data,
		},
	});
}

it('says who the keys are', async () => {
	expect(await test({})).toEqual({
		status: 'OK',
		message: 'Connected as arn:aws:iam::123456789012:user/slipway-sandbox',
	});
	expect(new AwsSecretsManager().description.credentials?.[0]?.testedBy).toBe('awsCredentialTest');
});

it('says whom the role makes of them', async () => {
	const tested = await test({
		assumeRoleArn: 'arn:aws:iam::123456789012:role/deployer',
		externalId: 'slipway & co/1*(2)~',
	});
	expect(tested).toMatchObject({ status: 'OK', message: expect.stringContaining('assumed-role/deployer/slipway') });
});

it.each([
	[
		'a wrong secret',
		{ secretAccessKey: 'not-the-right-secret-key' },
		/SignatureDoesNotMatch.*does not belong to the access key/,
	],
	['an unknown key', { accessKeyId: 'AKIANOBODY0000000000' }, /InvalidClientTokenId.*does not know this access key/],
	['a role that refuses', { assumeRoleArn: 'arn:aws:iam::123456789012:role/denied' }, /AccessDenied.*trust policy/],
	['no region', { region: '' }, /names no region.*us-east-1/],
	[
		'a host that does not answer',
		{ baseUrl: 'http://127.0.0.1:9' },
		/did not answer GetCallerIdentity.*reach that host/,
	],
])('refuses %s, and says what to do', async (_what, data, message) => {
	const tested = await test(data);
	expect(tested.status).toBe('Error');
	expect(tested.message).toMatch(message);
	expect(tested.message).not.toMatch(/not-the-right-secret-key|sandbox-aws-secret/);
});
