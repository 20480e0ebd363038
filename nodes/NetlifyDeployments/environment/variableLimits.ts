import { OperationFailure } from '../../shared/errors';

/** In characters (docs.netlify.com/build/environment-variables/overview, "Limitations"). */
const longestKey = 255;
const longestValue = 5000;

/**
 * Read-only variables of builds and functions, AWS Lambda's among them, which no team can set
 * (docs.netlify.com/build/configure-builds/environment-variables, "Read-only variables";
 * docs.netlify.com/build/functions/environment-variables, "Overrides and limitations").
 */
const readOnly: readonly string[] = [
	'NETLIFY', 'BUILD_ID', 'CONTEXT',
	'REPOSITORY_URL', 'BRANCH', 'HEAD', 'COMMIT_REF', 'CACHED_COMMIT_REF', 'PULL_REQUEST', 'REVIEW_ID',
	'URL', 'DEPLOY_URL', 'DEPLOY_PRIME_URL', 'DEPLOY_ID', 'SITE_NAME', 'SITE_ID', 'NETLIFY_IMAGES_CDN_DOMAIN',
	'DENO_DEPLOYMENT_ID', '_HANDLER', '_X_AMZN_TRACE_ID', 'LAMBDA_TASK_ROOT', 'LAMBDA_RUNTIME_DIR',
];

/** The one variable of that beginning which is there to be set. */
const functionsRuntime = 'AWS_LAMBDA_JS_RUNTIME';

/** @throws OperationFailure for a variable that Netlify keeps for itself, or too long a key or value. */
export function requireSettable(key: string, value: string): void {
	if (readOnly.includes(key)) {
		throw new OperationFailure(
			`Environment variable ${key} cannot be set: Netlify sets it itself, and keeps its name reserved`,
			`Use another name, such as MY_${key}, and read that one in the build or the function`,
		);
	}
	if (key.startsWith('AWS_') && key !== functionsRuntime) {
		throw new OperationFailure(
			`Environment variable ${key} cannot be set: names that begin with AWS_ are reserved for AWS Lambda, which runs Netlify's functions`,
			`Use another name, such as MY_${key}, and hand its value to the AWS client yourself`,
		);
	}
	if (key.length > longestKey) {
		throw new OperationFailure(
			`The key of the environment variable has ${key.length} characters, and Netlify takes ${longestKey}`,
			'Use a shorter key',
		);
	}
	// Not named: the value may be a secret.
	if (value.length > longestValue) {
		throw new OperationFailure(
			`The value for environment variable ${key} has ${value.length} characters, and Netlify takes ${longestValue}`,
			'Keep it in a secret store or a file, and let the build or the function fetch it',
		);
	}
}
