package dev.atelier.app.studio;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.Locale;

/** The two looks of the studio. */
enum Theme {
    LIGHT,
    DARK;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Shows the open page and all that follow in this look, as if the person had chosen it and the system agreed. */
    void show(Page page) {
        page.emulateMedia(
                new Page.EmulateMediaOptions().setColorScheme(this == DARK ? ColorScheme.DARK : ColorScheme.LIGHT));
        page.evaluate(
                "theme => { localStorage.setItem('atelier.theme', theme);"
                        + " document.documentElement.dataset.theme = theme; }",
                word());
    }
}
