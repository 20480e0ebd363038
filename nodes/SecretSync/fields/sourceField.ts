import { choiceField, option } from '../../shared/fields/fields';

export const sourceField = choiceField(
	'Source',
	'source',
	[
		option('AWS Secrets Manager', 'awsSecretsManager', 'The keys of a secret that holds a JSON object'),
		option('Neon Connection URI', 'neon', 'The pooled and the direct address of a branch, password included'),
		option(
			'Preview: AWS Secret and Neon Branch',
			'preview',
			"The keys of an environment's secret and the address of a branch that is neither default nor protected: never production's",
		),
		option(
			'Upstash Redis Credential',
			'upstashCredential',
			'The address and token in the Upstash credential of this node',
		),
		option('Upstash Redis Database', 'upstashDatabase', 'The address and token of a database of the account'),
	],
	{
		description: 'Where the values come from; they go to the target inside this node and never into an item',
	},
);
