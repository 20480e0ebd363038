import { enteredAs, locatorProperty, optionalLocator } from '../../../shared/fields/locators';
import { shownWhere } from '../shownWhere';

export const secretField = locatorProperty({
	displayName: 'Secret',
	name: 'secret',
	description: 'A secret of AWS Secrets Manager that holds a JSON object',
	search: 'searchSecrets',
	enter: [
		enteredAs('name', 'By Name', 'candlefish/production/paintbox'),
		enteredAs(
			'arn',
			'By ARN',
			'arn:aws:secretsmanager:us-east-1:123456789012:secret:candlefish/production/paintbox-AbCdEf',
		),
	],
});

export const versionIdField = optionalLocator(
	locatorProperty({
		displayName: 'Version ID',
		name: 'versionId',
		search: 'searchSecretVersions',
		enter: [enteredAs('id', 'By ID', '={{ $json.versions.source }}')],
	}),
	'The version to sync; leave it empty for the current one',
);

export const awsSecretProperties = shownWhere({ source: ['awsSecretsManager'] }, [secretField, versionIdField]);
