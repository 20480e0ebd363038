import { ConfigurationError, OperationFailure } from '../../shared/operation/errors';

/** In characters (docs.netlify.com/build/environment-variables/overview, "Limitations"). */
const longestValue = 5000;

/**
 * Read-only variables of builds and functions, AWS Lambda's among them, which nobody can set
 * (docs.netlify.com/build/configure-builds/environment-variables, "Read-only variables";
 * docs.netlify.com/build/functions/environment-variables, "Overrides and limitations").
 */
const readOnly: readonly string[] = (
	'NETLIFY BUILD_ID CONTEXT REPOSITORY_URL BRANCH HEAD COMMIT_REF CACHED_COMMIT_REF PULL_REQUEST REVIEW_ID ' +
	'URL DEPLOY_URL DEPLOY_PRIME_URL DEPLOY_ID SITE_NAME SITE_ID NETLIFY_IMAGES_CDN_DOMAIN ' +
	'DENO_DEPLOYMENT_ID _HANDLER _X_AMZN_TRACE_ID LAMBDA_TASK_ROOT LAMBDA_RUNTIME_DIR'
).split(' ');

/** The one variable of that beginning which is there to be set. */
const functionsRuntime = 'AWS_LAMBDA_JS_RUNTIME';

/** @throws ConfigurationError when Netlify would refuse it as a variable's key. */
export function assertKey(key: string): void {
	if (/^[A-Za-z_]\w{0,254}$/.test(key)) return;
	throw new ConfigurationError(
		`"${key}" cannot be the key of an environment variable`,
		'Use letters, digits and underscores, at most 255 and no digit first, such as API_URL',
	);
}

/** @throws OperationFailure for a variable that Netlify keeps for itself, or too long a value; in a node's own fields they are a ConfigurationError. */
export function assertSettable(key: string, value: string, Refusal: typeof OperationFailure = OperationFailure): void {
	const isReserved = readOnly.includes(key) || (key.startsWith('AWS_') && key !== functionsRuntime);
	if (isReserved) {
		throw new Refusal(
			`Environment variable ${key} cannot be set: Netlify reserves its read-only variables, and names that begin with AWS_ for the functions' runtime`,
			`Use another name, such as MY_${key}, and read that one`,
		);
	}
	// Not named: the value may be a secret.
	if (value.length > longestValue) {
		throw new Refusal(
			`The value for environment variable ${key} has ${value.length} characters; Netlify accepts ${longestValue}`,
			'Keep it elsewhere, and let the build or the function fetch it',
		);
	}
}
