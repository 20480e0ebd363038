import { requiredTextField, switchField } from '../../../shared/fields/fields';
import { optionalLocator } from '../../../shared/fields/locators';
import type { OperationContext } from '../../../shared/operation/operation';
import type { PreviewChoice } from '../../state/sourceChoices';
import { shownWhere } from '../shownWhere';
import { secretField } from './awsSecret';
import { readPreviewDatabase } from './neonConnection';

const secret = optionalLocator(
	secretField,
	'The AWS secret with what previews may have; leave it empty for none. Keys that the database gives take its place.',
);

const environment = requiredTextField('Environment of the Secret', 'secretEnvironment', {
	default: 'preview',
	description:
		"A word that the secret's name must have, such as candlefish/preview/paintbox-api; a name that says production is refused",
});

const secretMayBeMissing = switchField(
	'Secret May Be Missing',
	'secretMayBeMissing',
	'Whether a secret that is not there counts as none; otherwise it is an error',
);

export const previewProperties = shownWhere({ source: ['preview'] }, [secret, environment, secretMayBeMissing]);

/** @throws ConfigurationError for a database of which only half is named. */
export function readPreviewChoice(context: OperationContext): PreviewChoice {
	return {
		secret: secret.read(context),
		environment: environment.read(context),
		secretMayBeMissing: secretMayBeMissing.read(context),
		database: readPreviewDatabase(context),
	};
}
