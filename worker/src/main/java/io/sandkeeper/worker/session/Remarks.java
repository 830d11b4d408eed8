package io.sandkeeper.worker.session;

/**
 * What a requester should know about the sandbox that it got.
 *
 * @param defaultTemplate the provider did not know the template, so it is the default one
 * @param autoPauseRefused the provider would not pause it by itself, should we fail to
 * @param previewSilent the preview port does not answer yet
 */
public record Remarks(boolean defaultTemplate, boolean autoPauseRefused, boolean previewSilent) {
    public static final Remarks NONE = new Remarks(false, false, false);
}
