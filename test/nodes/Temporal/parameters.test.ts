import { resources } from '../../../nodes/Temporal/actions';
import { itKeepsParameters } from '../parameterContract';

itKeepsParameters(resources);
