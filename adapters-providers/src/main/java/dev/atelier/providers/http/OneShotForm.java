package dev.atelier.providers.http;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.RequestBody;
import okio.BufferedSink;

/** A form that is sent once, even though it could be written again: a paid call must not be repeated. */
public final class OneShotForm extends RequestBody {
    private final MultipartBody form;

    public OneShotForm(MultipartBody form) {
        this.form = form;
    }

    @Override
    public MediaType contentType() {
        return form.contentType();
    }

    @Override
    public long contentLength() throws IOException {
        return form.contentLength();
    }

    @Override
    public boolean isOneShot() {
        return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        form.writeTo(sink);
    }
}
