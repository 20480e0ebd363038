import { choiceField, option } from '../../shared/fields/fields';

export const targetField = choiceField(
	'Target',
	'target',
	[
		option('Netlify Environment Variables', 'netlify', 'Of a site, by context and scope'),
		option(
			'AWS ECS Task Definition',
			'awsEcs',
			'References in a new revision, by ARN and version; from AWS Secrets Manager only',
		),
		option('Fly.io Secrets', 'fly', 'Staged for the next deploy of an app, or brought to its machines now'),
		option('GitHub Actions Secrets', 'gitHub', 'Of a repository or one of its environments'),
	],
	{ description: 'Where the values go' },
);
