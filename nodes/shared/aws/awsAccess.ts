import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { ConfigurationError } from '../operation/errors';

export const awsCredentialType = 'slipwayAwsApi';

/** Keys as the AWS SDK takes them. */
export interface AwsKeys {
	readonly accessKeyId: string;
	readonly secretAccessKey: string;
	readonly sessionToken?: string;
	readonly expiration?: Date;
}

/** The AWS credential, read and checked. */
export interface AwsAccess {
	readonly region: string;
	/** In place of AWS's own addresses, for all its services: a sandbox, an emulator. */
	readonly endpoint: string | undefined;
	readonly keys: AwsKeys;
	readonly role: { readonly arn: string; readonly externalId: string | undefined } | undefined;
}

/** @throws ConfigurationError when a field is missing or cannot be what it should be; never with a key in it. */
export function readAwsAccess(data: ICredentialDataDecryptedObject): AwsAccess {
	const text = (name: string): string => {
		const value = data[name];
		return typeof value === 'string' ? value.trim() : '';
	};
	const region = text('region');
	if (!/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(region)) {
		throw new ConfigurationError(
			region === ''
				? 'The AWS credential names no region'
				: `The AWS credential's region "${region}" is not the code of a region`,
			'Open the credential and give a region such as us-east-1',
		);
	}
	const accessKeyId = text('accessKeyId');
	const secretAccessKey = text('secretAccessKey');
	if (accessKeyId === '' || secretAccessKey === '') {
		throw new ConfigurationError(
			`The AWS credential has no ${accessKeyId === '' ? 'access key ID' : 'secret access key'}`,
			'Open the credential and paste both parts of an access key',
		);
	}
	const sessionToken = text('sessionToken');
	const roleArn = text('assumeRoleArn');
	if (roleArn !== '' && !/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/.test(roleArn)) {
		throw new ConfigurationError(
			`The role to assume, "${roleArn}", is not the ARN of a role`,
			'Give one such as arn:aws:iam::123456789012:role/deployer, or leave the field empty',
		);
	}
	const externalId = text('externalId');
	return {
		region,
		endpoint: endpointOf(text('baseUrl')),
		keys: { accessKeyId, secretAccessKey, ...(sessionToken !== '' && { sessionToken }) },
		role: roleArn === '' ? undefined : { arn: roleArn, externalId: externalId || undefined },
	};
}

function endpointOf(baseUrl: string): string | undefined {
	if (baseUrl === '') return undefined;
	const parsed = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
	if (parsed?.protocol === 'https:' || parsed?.protocol === 'http:') return baseUrl.replace(/\/+$/, '');
	throw new ConfigurationError(
		`The base URL of the AWS credential is not an http or https address: ${baseUrl}`,
		'Leave it empty for AWS itself, or give one such as http://127.0.0.1:4566',
	);
}
