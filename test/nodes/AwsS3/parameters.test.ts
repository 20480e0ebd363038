import { resources } from '../../../nodes/AwsS3/actions';
import { itKeepsParameters } from '../parameterContract';

itKeepsParameters(resources);
