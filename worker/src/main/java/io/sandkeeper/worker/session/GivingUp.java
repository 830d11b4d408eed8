package io.sandkeeper.worker.session;

/** How a session that got no sandbox says so. */
interface GivingUp {
    GivingUp FIRST =
            (change, cause, nextStep) ->
                    change.tell(cause, new Notice.Failed(Notice.Task.CREATION, nextStep));
    GivingUp NEXT =
            (change, cause, nextStep) -> change.tell(cause, new Notice.RecreationFailed(nextStep));

    Change tell(Change change, Cause cause, String nextStep);
}
